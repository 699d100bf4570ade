"""Journeys, as people state them, and what meeting by phone or by video saves them.

The rule: an appointment by phone or by video saves the way there and back. How long that is, is what the
person last said of the way to where they would otherwise meet; who has said nothing is told nothing. What did
not take place has saved nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.casework.domain.errors import DomainError

FROM_HOME = frozenset({"phone", "video"})
"""The ways of meeting for which nobody has to travel."""
THERE_AND_BACK = 2
LONGEST = 300
"""Minutes, one way: longer than that is no way to an appointment."""


@dataclass(eq=False)
class Journey:
    """How long the way takes to where they would otherwise meet, one way, by the means that they have."""

    id: UUID
    participant_id: UUID
    place: str
    minutes: int
    stated_by: str
    stated_by_id: UUID
    assisted: bool
    stated_at: datetime

    def state(self) -> None:
        """They say so."""
        if not 1 <= self.minutes <= LONGEST:
            advice = {"minutes": [f"Give 1 to {LONGEST} minutes, one way."]}
            raise DomainError("bad-journey", "No way takes so long.", advice)


def saves(channel: str, journey: Journey | None) -> int | None:
    """Minutes that a meeting by this channel saves; None where nobody travels less, or nothing was said."""
    if channel not in FROM_HOME or journey is None:
        return None
    return THERE_AND_BACK * journey.minutes


def saved(meetings: Iterable[tuple[str, int | None]]) -> int:
    """Minutes that were saved by the meetings that took place; each by its attendance and what it saves."""
    return sum(minutes or 0 for attendance, minutes in meetings if attendance in ("attended", "late"))
