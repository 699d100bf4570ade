"""Whoever works here and wants to be told what waits for them: at once, once a day, or not at all."""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

EACH, DAILY, NOT_AT_ALL = "each", "daily", "none"
DAY_BEGINS = time(7, 30)
"""From when on, by the instance's own clocks, the day's message goes out."""


class Colleague:
    """Where to write to somebody who works here, and how often. The newest word counts."""

    def __init__(self, id: UUID) -> None:
        self.id = id
        self.address: str | None = None
        self.language = "en"
        self.wants = NOT_AT_ALL
        self.chosen_since = 0

    def choose(self, wants: str, *, address: str | None, language: str, sequence: int) -> bool:
        """They have said how often; without an address, or if they want nothing, none is kept."""
        if sequence <= self.chosen_since:
            return False
        self.wants = wants if address else NOT_AT_ALL
        self.address = address if self.wants != NOT_AT_ALL else None
        self.language, self.chosen_since = language, sequence
        return True


@dataclass(eq=False)
class WaitingWork:
    """One thing that waits for a colleague, to be told with others of the same day."""

    id: UUID
    colleague_id: UUID
    about: UUID
    kind: str
    noted_at: datetime
    told_at: datetime | None = None
