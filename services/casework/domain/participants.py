"""Participants: the people who are helped. One record for each, however many organisations help."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.casework.domain.contact import ContactCard
from services.casework.domain.dates import not_in_future
from services.casework.domain.errors import DomainError
from services.casework.domain.happened import Happened
from services.casework.domain.lawful import SUPPORT, LawfulBasis

PROVIDER = "provider"
"""The capacity of an organisation that serves the person and holds the whole record."""
RECEIVER = "receiver"
"""The capacity of an organisation to which the person was referred: it knows the referral, not the record."""


def weeks_since(since: date | None, on: date) -> int | None:
    """Whole weeks from one day to another, never fewer than none; None where the first is not known."""
    return None if since is None else max((on - since).days // 7, 0)


@dataclass(eq=False)
class Membership:
    """A `party` row: an organisation has to do with a person, in a capacity, from one day until another."""

    id: UUID
    participant_id: UUID
    organisation_id: UUID
    capacity: str
    from_on: date
    until_on: date | None = None
    """The first day on which it no longer holds."""
    referral_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What is said when a person is registered."""

    full_name: str
    card: ContactCard
    heard_of: str
    called: str | None = None
    date_of_birth: date | None = None
    national_insurance_number: str | None = None
    accessibility_needs: Sequence[str] = ()
    campaign: str | None = None
    out_of_work_since: date | None = None
    occurred_on: date


@dataclass(eq=False, kw_only=True)
class Participant:
    """A person who is helped to find work and to keep it, with or without an account."""

    id: UUID
    reference: str
    organisation_id: UUID
    """The controller: the organisation that answers for the record."""
    full_name: str
    called: str
    card: ContactCard
    heard_of: str
    registered_on: date
    recorded_at: datetime
    recorded_by: UUID
    date_of_birth: date | None = None
    national_insurance_number: str | None = None
    accessibility_needs: list[str] = field(default_factory=list)
    campaign: str | None = None
    out_of_work_since: date | None = None
    adviser_id: UUID | None = None
    allocated_on: date | None = None
    account_id: UUID | None = None
    linked_on: date | None = None
    merged_into: UUID | None = None
    """The record that took the place of this one."""
    memberships: list[Membership] = field(default_factory=list)
    lawful_bases: list[LawfulBasis] = field(default_factory=list)

    @property
    def has_account(self) -> bool:
        """Whether they can sign in themselves."""
        return self.account_id is not None

    @property
    def own_number(self) -> str | None:
        """The number by which this record is found: a merged one has left it to another."""
        return None if self.merged_into is not None else self.national_insurance_number

    def weeks_out_of_work(self, on: date) -> int | None:
        """Whole weeks without work on that day, as was told at registration; None if it was not."""
        return weeks_since(self.out_of_work_since, on)

    def registered(self) -> list[Happened]:
        """They are with us from the day of registration; how they heard of us is counted (A5)."""
        if not any(basis.purpose == SUPPORT and basis.article == 6 for basis in self.lawful_bases):
            advice = {"lawful_bases": [f"Give an Article 6 basis for the purpose “{SUPPORT}”."]}
            raise DomainError("lawful-basis-missing", "There is no lawful basis to keep this record.", advice)
        facts = {
            "organisation_id": self.organisation_id,
            "occurred_on": self.registered_on,
            "heard_of": self.heard_of,
            "campaign": self.campaign,
            "out_of_work_weeks": self.weeks_out_of_work(self.registered_on),
        }
        return [Happened("participant.registered", self.id, facts)]

    def allocate(self, adviser_id: UUID, organisation_id: UUID, on: date, today: date) -> list[Happened]:
        """This adviser looks after them from that day on."""
        not_in_future(on, today)
        if on < self.registered_on:
            advice = {"occurred_on": [f"They were registered on {self.registered_on.isoformat()}."]}
            raise DomainError("before-registration", "Nobody had met them yet on that day.", advice)
        self.adviser_id, self.allocated_on = adviser_id, on
        facts = {"adviser_id": adviser_id, "organisation_id": organisation_id, "occurred_on": on}
        return [Happened("participant.allocated", self.id, facts)]

    def amend(self, *, card: ContactCard | None = None, **changes: Any) -> list[Happened]:
        """Correct what was written down; what others need in order to reach the person is told to them."""
        before = self._reach()
        for name, value in changes.items():
            setattr(self, name, value)
        self.card = card or self.card
        return self.contact_card_changed() if self._reach() != before else []

    def reachable_online(self, digital_access: bool) -> list[Happened]:
        """What was recorded about devices and connections decides how they can be reached."""
        return self.amend(card=replace(self.card, digital_access=digital_access))

    def contact_card_changed(self) -> list[Happened]:
        """The card as it now stands."""
        facts = {
            "card": self._reach(),
            "adviser_id": self.adviser_id,
            "organisation_id": self.organisation_id,
        }
        return [Happened("participant.contact-card-changed", self.id, facts)]

    def link(self, account_id: UUID, on: date) -> None:
        """They have an account of their own from that day on."""
        self.account_id, self.linked_on = account_id, on

    def _reach(self) -> dict[str, Any]:
        plain = self.card.as_plain() | {"digital_access": self.card.is_online}
        return plain | {"name": self.full_name, "called": self.called}


def register(
    registration: Registration,
    *,
    id: UUID,
    membership_id: UUID,
    reference: str,
    organisation_id: UUID,
    by: UUID,
    at: datetime,
    today: date,
) -> Participant:
    """A new record, with the registering organisation as its controller and its provider."""
    on = not_in_future(registration.occurred_on, today)
    if registration.out_of_work_since is not None:
        not_in_future(registration.out_of_work_since, on, "out_of_work_since")
    provider = Membership(membership_id, id, organisation_id, PROVIDER, on)
    return Participant(
        id=id,
        reference=reference,
        organisation_id=organisation_id,
        full_name=registration.full_name,
        called=registration.called or registration.full_name,
        card=registration.card,
        heard_of=registration.heard_of,
        registered_on=on,
        recorded_at=at,
        recorded_by=by,
        date_of_birth=registration.date_of_birth,
        national_insurance_number=registration.national_insurance_number,
        accessibility_needs=list(registration.accessibility_needs),
        campaign=registration.campaign,
        out_of_work_since=registration.out_of_work_since,
        memberships=[provider],
    )


def opens_on(out_of_work_since: date, weeks: int) -> date:
    """The day on which something opens that needs so many whole weeks out of work."""
    return out_of_work_since + timedelta(weeks=weeks)
