"""An invitation: somebody vouches for somebody else, who proves by a one-time token that it reached them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from gateway.domain.errors import Conflict, DomainError
from gateway.domain.roles import ALL, PARTICIPANT

LIFE = timedelta(days=14)


@dataclass(eq=False)
class Invitation:
    """Who was invited, by whom, to which roles; accepted once or never."""

    id: UUID
    email: str
    name: str
    roles: list[str]
    organisation_id: UUID | None
    invited_by: UUID | None
    token_hash: str
    created_at: datetime
    expires_at: datetime
    person_id: UUID | None = None
    accepted_at: datetime | None = None
    withdrawn_at: datetime | None = field(default=None)

    def state(self, at: datetime) -> str:
        """accepted, withdrawn, expired or open."""
        if self.accepted_at is not None:
            return "accepted"
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "expired" if at >= self.expires_at else "open"

    def accept(self, at: datetime) -> None:
        """Used up. One that is not open any more is refused in words that tell what to do."""
        if self.state(at) != "open":
            raise over()
        self.accepted_at = at

    def withdraw(self, at: datetime) -> None:
        """It shall not be used; one that was used already cannot be taken back."""
        if self.state(at) == "accepted":
            raise Conflict("accepted-already", "This invitation has been accepted already.")
        self.withdrawn_at = self.withdrawn_at or at


def roles_in_order(roles: Sequence[str], person_id: UUID | None) -> list[str]:
    """The roles without doubles. A participant's invitation is for that role alone, and names their
    record.
    """
    unknown = sorted(set(roles) - set(ALL))
    if unknown:
        raise _wrong_roles(f"There is no role called {unknown[0]}.")
    if not roles:
        raise _wrong_roles("Choose at least one role.")
    if (PARTICIPANT in roles) != (person_id is not None) or (
        PARTICIPANT in roles and set(roles) != {PARTICIPANT}
    ):
        raise _wrong_roles("A participant is invited from their own record, and to no other role with it.")
    return [role for role in ALL if role in roles]


def over() -> DomainError:
    """The same answer for a token that never was and for one that is used up."""
    return DomainError(
        "invitation-over",
        "This invitation has been used, withdrawn, or is too old. Ask for a new one.",
        {"token": ["Ask whoever invited you for a new invitation."]},
    )


def _wrong_roles(advice: str) -> DomainError:
    return DomainError("wrong-roles", advice, {"roles": [advice]})
