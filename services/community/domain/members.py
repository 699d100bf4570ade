"""Members: known here by the name that they choose, and linked to an account by nobody else."""

from collections.abc import Set
from datetime import date
from uuid import UUID

from .errors import DomainError
from .happened import Happened

PARTICIPANT, ADVISER, PROVIDER = "participant", "adviser", "provider"
KINDS = (PARTICIPANT, ADVISER, PROVIDER)
_KIND_OF_ROLE = {
    "participant": PARTICIPANT,
    "adviser": ADVISER,
    "team leader": ADVISER,
    "champion": ADVISER,
    "moderator": ADVISER,
    "organisation administrator": ADVISER,
    "provider staff": PROVIDER,
    "employer": PROVIDER,
}
NAME_LENGTH = (2, 40)


def kind_of(roles: Set[str]) -> str | None:
    """How somebody with these roles takes part; None for those who only run or watch the programme."""
    kinds = {kind for role, kind in _KIND_OF_ROLE.items() if role in roles}
    return next((kind for kind in (ADVISER, PROVIDER, PARTICIPANT) if kind in kinds), None)


def name_key(name: str) -> str:
    """Two names that look alike are one: case and spaces do not tell people apart."""
    return " ".join(name.split()).casefold()


class Member:
    """Somebody in the community. `subject` is what the gateway calls them here, and here alone."""

    def __init__(
        self, *, id: UUID, subject: UUID, name: str, pseudonym: bool, kind: str, joined_on: date
    ) -> None:
        self.id, self.subject, self.kind, self.joined_on = id, subject, kind, joined_on
        self.name, self.pseudonym = _checked(name), pseudonym
        self.name_key = name_key(name)

    def joined(self) -> list[Happened]:
        """They are part of the community from that day on."""
        return [Happened("member.joined", self.id, {"kind": self.kind, "occurred_on": self.joined_on})]

    def leave(self, nobody: UUID) -> None:
        """They are forgotten: `nobody` stands for them from now on, and leads to no account."""
        self.subject, self.name, self.pseudonym = nobody, f"Former member {nobody.hex[-8:]}", True
        self.name_key = name_key(self.name)


def _checked(name: str) -> str:
    plain = " ".join(name.split())
    shortest, longest = NAME_LENGTH
    if not shortest <= len(plain) <= longest:
        advice = {"name": [f"Choose a name of {shortest} to {longest} characters."]}
        raise DomainError("bad-name", "This name cannot be used.", advice)
    return plain
