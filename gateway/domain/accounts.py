"""An account: a person's way in, the organisations for which they act, and their own record, if they have
one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from gateway.domain.errors import Conflict, DomainError
from gateway.domain.happened import Happened
from gateway.domain.roles import ADVISER, OPERATOR, TEAM_LEADER

NOT_AT_ALL = "none"
WORK_MESSAGES = ("each", "daily", NOT_AT_ALL)
"""How often whoever works here is told what waits for them."""


@dataclass(eq=False)
class Membership:
    """A role held in an organisation; the operator's is held in none, for the instance as a whole."""

    id: UUID
    organisation_id: UUID | None
    role: str
    since: date


@dataclass(eq=False)
class Account:
    """Someone who can sign in."""

    id: UUID
    name: str
    email: str
    password_hash: str
    created_at: datetime
    person_id: UUID | None = None
    """The participant whose account this is; none for those who only work here."""
    last_signed_in_on: date | None = None
    work_messages: str | None = None
    """How often they want to be told what waits for them at work; None for those who never said."""
    memberships: list[Membership] = field(default_factory=list)

    @property
    def organisations(self) -> list[UUID | None]:
        """Where a role is held, longest first."""
        held = sorted(self.memberships, key=lambda membership: membership.since)
        return list(dict.fromkeys(membership.organisation_id for membership in held))

    def roles_in(self, organisation_id: UUID | None) -> frozenset[str]:
        """The roles held in that organisation."""
        return frozenset(held.role for held in self.memberships if held.organisation_id == organisation_id)

    def choose(self, organisation_id: UUID | None) -> UUID | None:
        """The organisation to act for: the one asked for, if a role is held there; else the longest held."""
        if organisation_id is not None:
            if organisation_id not in self.organisations:
                raise DomainError(
                    "not-yours",
                    "You have no role in that organisation.",
                    {"organisation_id": ["Choose an organisation in which you have a role."]},
                )
            return organisation_id
        if not self.organisations:
            raise DomainError("no-role", "You have no role any more. Ask whoever invited you.")
        return self.organisations[0]

    def created(self, on: date, person_id: UUID | None = None) -> list[Happened]:
        """The fact that this account now exists. An operator belongs to no organisation: nobody is told.

        `person_id` names the participant whose account it will be, so that it is forgotten with them.
        """
        organisation_id = self.organisations[0]
        if organisation_id is None:
            return []
        data = {
            "roles": sorted(self.roles_in(organisation_id)),
            "organisation_id": organisation_id,
            "name": self.name,
            "person_id": person_id,
            "occurred_on": on,
        }
        return [Happened("account.created", self.id, data)]

    def join(self, memberships: Iterable[Membership]) -> None:
        """Hold these roles as well; one that is held already stays as it is."""
        for new in memberships:
            if new.role not in self.roles_in(new.organisation_id):
                self.memberships.append(new)

    def leave(self, organisation_id: UUID | None, on: date) -> list[Happened]:
        """Hold no role there any more; whoever looks after nobody anywhere is told of no work either."""
        self.memberships = [held for held in self.memberships if held.organisation_id != organisation_id]
        told = self.work_messages not in (None, NOT_AT_ALL)
        return [] if self.looks_after_people or not told else self.choose_messages(NOT_AT_ALL, "en", on)

    @property
    def looks_after_people(self) -> bool:
        """Whether they look after people in any organisation."""
        return any(held.role in (ADVISER, TEAM_LEADER) for held in self.memberships)

    def choose_messages(self, wants: str, language: str, on: date) -> list[Happened]:
        """How often they want to be told what waits for them, at the address by which they sign in."""
        if wants not in WORK_MESSAGES:
            advice = {"wants": ["Choose from the answers here."]}
            raise DomainError("no-such-choice", "There is no such choice.", advice)
        self.work_messages = wants
        facts = {"wants": wants, "language": language, "occurred_on": on}
        where = {} if wants == NOT_AT_ALL else {"address": self.email}
        return [Happened("account.work-messages-chosen", self.id, facts | where)]

    def link(self, person_id: UUID, on: date) -> list[Happened]:
        """This account is that participant's own. It can be nobody else's afterwards."""
        if self.person_id == person_id:
            return []
        if self.person_id is not None:
            raise Conflict("linked-already", "This account belongs to another person's record already.")
        self.person_id = person_id
        return [Happened("account.linked", self.id, {"person_id": person_id, "occurred_on": on})]

    def sign_in(self, organisation_id: UUID | None, on: date) -> list[Happened]:
        """Somebody signed in. It is said once a day, for it only counts who makes use of the service."""
        if self.last_signed_in_on == on or OPERATOR in self.roles_in(organisation_id):
            return []
        self.last_signed_in_on = on
        return [
            Happened(
                "account.signed-in", self.id, {"day": on, "roles": sorted(self.roles_in(organisation_id))}
            )
        ]


@dataclass(frozen=True)
class Held:
    """An organisation in which somebody has roles, as pages show it."""

    organisation_id: UUID | None
    name: str
    roles: frozenset[str]


@dataclass(frozen=True)
class Known:
    """What a session tells about whoever makes a request."""

    session_id: UUID
    account_id: UUID
    name: str
    email: str
    person_id: UUID | None
    organisation_id: UUID | None
    held: tuple[Held, ...]

    @property
    def acting(self) -> Held:
        """The organisation for which they act now, with the roles that they hold there."""
        for each in self.held:
            if each.organisation_id == self.organisation_id:
                return each
        return Held(self.organisation_id, "", frozenset())
