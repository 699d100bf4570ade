"""Calendar feeds: a secret address from which somebody's own calendar program reads when they meet.

The address is known to its owner alone. What is kept of it says whether one that is shown is the right
one, and cannot be turned back into it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.casework.domain.errors import Conflict, DomainError

LANGUAGES = ("en", "cy")
DIGEST = re.compile(r"[0-9a-f]{64}")
MOST = 5
"""Addresses that one account may have at a time."""
BACK, AHEAD = timedelta(days=31), timedelta(days=366)
"""How much of the past and of the time to come a feed shows."""


@dataclass(eq=False)
class CalendarFeed:
    """One address of one account; of a participant it shows their own, of an adviser their own diary."""

    id: UUID
    account_id: UUID
    organisation_id: UUID | None
    participant_id: UUID | None
    digest_index: str
    discreet: bool
    """Whether it says no more than that there is something."""
    language: str
    made_at: datetime
    revoked_at: datetime | None = None

    def revoke(self, now: datetime) -> None:
        """The address is worth nothing any more."""
        if self.revoked_at is not None:
            raise Conflict("feed-revoked", "This address has been switched off already.")
        self.revoked_at = now


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar. It holds no name of anybody, and nothing of what it is about."""

    id: UUID
    kind: str
    """appointment, group or interview."""
    starts_at: datetime
    ends_at: datetime
    booked_at: datetime
    channel: str | None
    place: str | None
    title: str | None


def checked_digest(digest: str) -> str:
    """The digest, or a refusal: 64 hexadecimal digits of SHA-256."""
    if DIGEST.fullmatch(digest) is None:
        advice = {"digest": ["Give the SHA-256 of a long random secret, as 64 hexadecimal digits."]}
        raise DomainError("bad-digest", "That is no SHA-256.", advice)
    return digest


def room_for_one_more(feeds: int) -> None:
    """Refuse more addresses than anybody has calendars."""
    if feeds >= MOST:
        raise Conflict("too-many-feeds", f"You have {MOST} addresses. Switch one off first.")


def discreetly(entries: Iterable[Entry]) -> list[Entry]:
    """The same times, without how, where and what."""
    return [
        Entry(each.id, each.kind, each.starts_at, each.ends_at, each.booked_at, None, None, None)
        for each in entries
    ]
