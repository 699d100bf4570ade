"""Availability: when an adviser can be met, cut into slots from which a participant chooses."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from services.casework.domain.codes import all_known
from services.casework.domain.errors import Conflict, DomainError

CHANNELS = frozenset({"in-person", "phone", "video"})
"""How an appointment can be held."""
SHORTEST, LONGEST = 5, 480
"""Minutes that a slot may last."""
LONGEST_DAY = timedelta(hours=24)
FURTHEST = timedelta(days=366)
"""How far ahead anybody's diary is open."""


@dataclass(eq=False)
class Slot:
    """One stretch of an adviser's time that can be booked as a whole."""

    id: UUID
    availability_id: UUID
    adviser_id: UUID
    organisation_id: UUID
    starts_at: datetime
    ends_at: datetime
    channels: list[str]
    place: str | None = None


@dataclass(eq=False)
class Availability:
    """An adviser is there from one instant to another, on these channels, for meetings of so many minutes."""

    id: UUID
    adviser_id: UUID
    organisation_id: UUID
    starts_at: datetime
    ends_at: datetime
    minutes: int
    channels: list[str]
    place: str | None = None
    withdrawn_at: datetime | None = None
    hours_id: UUID | None = None
    """The weekly hours from which this day was opened."""
    on_day: date | None = None
    withdrawn_for: UUID | None = None
    """The time off for which it was withdrawn; taken back, it is open again."""
    slots: list[Slot] = field(default_factory=list)

    def offer(self, now: datetime, new_id: Callable[[], UUID]) -> None:
        """Open it for booking: as many whole slots as fit."""
        self.channels = all_known(self.channels, CHANNELS, "channels")
        if not self.channels:
            raise DomainError("no-channel", "Say how you can be met.", {"channels": ["Choose at least one."]})
        if "in-person" in self.channels and not self.place:
            advice = {"place": ["Give the place, or leave out meeting in person."]}
            raise DomainError("no-place", "To meet in person there must be a place.", advice)
        self._check_times(now)
        self.slots = [self._slot(new_id(), start) for start in self._starts()]

    def withdraw(self, now: datetime, time_off_id: UUID | None = None) -> None:
        """Nothing more can be booked from it; what has been booked stays booked."""
        if self.withdrawn_at is not None:
            raise Conflict("availability-withdrawn", "This time has been withdrawn already.")
        self.withdrawn_at, self.withdrawn_for = now, time_off_id

    def reopen(self) -> None:
        """The adviser is there after all: what was withdrawn for their time off can be booked again."""
        if self.withdrawn_for is None:
            raise Conflict("withdrawn-for-good", "This time was taken back by itself, and not for time off.")
        self.withdrawn_at = self.withdrawn_for = None

    def _check_times(self, now: datetime) -> None:
        to_come(self.starts_at, now)
        if not SHORTEST <= self.minutes <= LONGEST:
            advice = {"minutes": [f"Give {SHORTEST} to {LONGEST} minutes."]}
            raise DomainError("bad-length", "A slot cannot be that long or short.", advice)
        if not timedelta(minutes=self.minutes) <= self.ends_at - self.starts_at <= LONGEST_DAY:
            advice = {"ends_at": ["Give an end that leaves room for one slot, within a day of the start."]}
            raise DomainError("bad-times", "No slot fits into that time.", advice)

    def _starts(self) -> Iterator[datetime]:
        length, start = timedelta(minutes=self.minutes), self.starts_at
        while start + length <= self.ends_at:
            yield start
            start += length

    def _slot(self, id: UUID, start: datetime) -> Slot:
        ends_at = start + timedelta(minutes=self.minutes)
        return Slot(
            id, self.id, self.adviser_id, self.organisation_id, start, ends_at, self.channels, self.place
        )


def to_come(starts_at: datetime, now: datetime) -> datetime:
    """The instant itself, or a refusal: only what is still to come, within a year, goes into a diary."""
    if starts_at <= now:
        advice = {"starts_at": ["Give a time that is still to come."]}
        raise DomainError("past-time", "Only a time that is still to come can be given.", advice)
    if starts_at - now > FURTHEST:
        advice = {"starts_at": ["Give a time within a year from now."]}
        raise DomainError("too-far-ahead", "Nobody's diary is open so far ahead.", advice)
    return starts_at


def free(slots: Sequence[Slot], taken: Sequence[tuple[datetime, datetime]], now: datetime) -> list[Slot]:
    """The slots that are still to come and that no appointment reaches into."""
    return [
        slot
        for slot in slots
        if slot.starts_at > now
        and not any(slot.starts_at < end and start < slot.ends_at for start, end in taken)
    ]
