"""What we sent, on whichever channel: so that what was said by one is told on the next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

REMEMBERED = timedelta(days=28)
"""So long people remember that a letter came, or ask about it."""


@dataclass(frozen=True)
class Outgoing:
    """A message, or a contact that we made."""

    id: UUID
    participant_id: UUID
    channel: str
    at: datetime
    template: str | None = None
    about: UUID | None = None
    """The appointment or the like of which it tells; two with the same are one matter."""


@dataclass(frozen=True)
class SaidBefore:
    """The last thing that we sent, and what it followed on another channel."""

    latest: Outgoing
    followed: Outgoing | None


def said_before(sent: Sequence[Outgoing]) -> SaidBefore | None:
    """What to tell somebody first: “we texted you on Monday about the letter of the 3rd”."""
    if not sent:
        return None
    latest = max(sent, key=_when)
    return SaidBefore(latest, follows(sent).get(latest.id))


def follows(sent: Iterable[Outgoing]) -> dict[UUID, Outgoing]:
    """For each that has one: the last before it that was about the same matter, by another channel."""
    found: dict[UUID, Outgoing] = {}
    matters: dict[UUID, list[Outgoing]] = {}
    for one in sorted(sent, key=_when):
        if one.about is None:
            continue
        earlier = [each for each in matters.get(one.about, []) if each.channel != one.channel]
        if earlier:
            found[one.id] = earlier[-1]
        matters.setdefault(one.about, []).append(one)
    return found


def _when(one: Outgoing) -> tuple[datetime, UUID]:
    return one.at, one.id
