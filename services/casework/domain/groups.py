"""Group sessions: job clubs, digital skills, drop-ins. Some can come at once, others wait for a place.

place:  waiting → booked → attended | late | did-not-attend
           └───────┴→ given-up | cancelled (with the session)
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.casework.domain.appointments import CAME, check_answer
from services.casework.domain.availability import CHANNELS, LONGEST_DAY, to_come
from services.casework.domain.by import By
from services.casework.domain.codes import known
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.former_attendance import (
    Answer,
    Correction,
    FormerAttendance,
    require_wrong,
    superseded,
)
from services.casework.domain.happened import Happened

MOST = 500
"""More than that is no group."""
MOST_WEEKS = 26
"""How often a session repeats at most: half a year, and each can be called off by itself."""


@dataclass(eq=False)
class GroupSession:
    """Several people meet somebody of the organisation at one time."""

    id: UUID
    organisation_id: UUID
    led_by: UUID
    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    channel: str
    place: str | None
    capacity: int
    opened_by: UUID
    opened_at: datetime
    led_by_name: str | None = None
    series_id: UUID | None = None
    """What sessions that repeat have in common; each is its own, with its own places."""
    taken: int = 0
    """Places that are booked; whoever walks in takes none from those who booked."""
    waiting: int = 0
    cancelled_at: datetime | None = None
    cancelled_reason: str | None = None

    def status(self, now: datetime) -> str:
        """Where it stands at an instant: to-come, begun or cancelled."""
        if self.cancelled_at is not None:
            return "cancelled"
        return "to-come" if self.starts_at > now else "begun"

    @property
    def free(self) -> int:
        """Places that somebody can have now: none while others wait."""
        return 0 if self.waiting else self.capacity - self.taken

    def open(self, kinds: Collection[str], on: date, now: datetime) -> list[Happened]:
        """It can be booked from now on."""
        known(self.kind, kinds, "kind")
        self._check(now)
        facts = {"kind": self.kind, "capacity": self.capacity, "channel": self.channel}
        return [self._happened("group-session.opened", on, **facts)]

    def change(self, wanted: "Wanted", on: date, now: datetime) -> list[Happened]:
        """It is held otherwise than was said; nothing has happened where it is held like that already."""
        self._must_be_to_come(now, "change")
        others = {name: value for name, value in vars(wanted).items() if value != getattr(self, name)}
        for name, value in others.items():
            setattr(self, name, value)
        self._check(now)
        if self.capacity < self.taken:
            advice = {"capacity": [f"{self.taken} have a place already: give that, or more."]}
            raise DomainError("too-few-places", "More people have a place than could come.", advice)
        return [self._changed(on)] if others else []

    def hand_over(self, to: UUID, name: str | None, on: date, now: datetime) -> list[Happened]:
        """A colleague holds it in the place of whoever was to."""
        self._must_be_to_come(now, "hand over")
        if to == self.led_by:
            advice = {"led_by": ["Choose a colleague."]}
            raise DomainError("held-by-them", "They hold this session already.", advice)
        self.led_by, self.led_by_name = to, name
        return [self._changed(on)]

    def cancel(self, reason: str | None, on: date, now: datetime) -> list[Happened]:
        """It will not take place, for nobody."""
        self._must_be_to_come(now, "call off")
        self.cancelled_at, self.cancelled_reason = now, reason
        return [self._happened("group-session.cancelled", on)]

    def ask(self, place: "GroupPlace", on: date, now: datetime) -> list[Happened]:
        """A place for somebody if there is one; else they wait for one, after those who wait already."""
        self._must_be_to_come(now, "book a place in")
        if self.free < 1:
            self.waiting += 1
            return []
        self.taken += 1
        return [place.give(self, on, now)]

    def move_up(self, place: "GroupPlace", on: date, now: datetime) -> list[Happened]:
        """A place has become free, and somebody who waited has it."""
        if self.taken >= self.capacity:
            raise Conflict("group-full", "There is no free place.")
        self.waiting -= 1
        self.taken += 1
        return [place.give(self, on, now, waited=True)]

    def give_up(self, place: "GroupPlace", by: By, on: date, now: datetime) -> list[Happened]:
        """Somebody will not come, or waits no more; their place is free."""
        self._must_be_to_come(now, "give up a place in")
        if place.status == "waiting":
            self.waiting -= 1
        else:
            self.taken -= 1
        return place.give_up(by, on, now)

    def _check(self, now: datetime) -> None:
        """Whether it can be held like this."""
        known(self.channel, CHANNELS, "channel")
        if self.channel == "in-person" and not self.place:
            advice = {"place": ["Give the place, or hold it by phone or video."]}
            raise DomainError("no-place", "To meet in person there must be a place.", advice)
        if not 1 <= self.capacity <= MOST:
            raise DomainError("bad-capacity", "So many cannot come.", {"capacity": [f"Give 1 to {MOST}."]})
        to_come(self.starts_at, now)
        if not timedelta(0) < self.ends_at - self.starts_at <= LONGEST_DAY:
            advice = {"ends_at": ["Give a time after the start, on the same day."]}
            raise DomainError("bad-times", "It ends after it begins, and within a day.", advice)

    def _changed(self, on: date) -> Happened:
        return self._happened("group-session.changed", on, capacity=self.capacity, channel=self.channel)

    def _must_be_to_come(self, now: datetime, what: str) -> None:
        status = self.status(now)
        if status != "to-come":
            words = "has begun" if status == "begun" else "was called off"
            raise Conflict(f"group-{status}", f"You cannot {what} a session that {words}.")

    def _happened(self, name: str, on: date, **facts: object) -> Happened:
        own = {"organisation_id": self.organisation_id, "starts_at": self.starts_at, "occurred_on": on}
        return Happened(name, self.id, own | facts)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """How a session is to be held from now on, all of it."""

    title: str
    starts_at: datetime
    ends_at: datetime
    channel: str
    place: str | None
    capacity: int


@dataclass(frozen=True)
class Mark:
    """What the register says of one person, who entered it, and when."""

    attendance: str
    acceptability: str | None
    reason: str | None
    by: UUID
    at: datetime


@dataclass(eq=False)
class GroupPlace:
    """Somebody's place in a group session, or their wish for one."""

    id: UUID
    session_id: UUID
    participant_id: UUID
    asked_by: str
    asked_by_id: UUID
    asked_at: datetime
    assisted: bool = False
    walked_in: bool = False
    """They came without having booked."""
    placed_at: datetime | None = None
    given_up_at: datetime | None = None
    given_up_by: str | None = None
    cancelled_at: datetime | None = None
    attendance: str | None = None
    acceptability: str | None = None
    reason: str | None = None
    marked_by: UUID | None = None
    marked_at: datetime | None = None
    contact_id: UUID | None = None
    because: str | None = None
    """Why the register was put right; None where it was right at once."""

    @property
    def status(self) -> str:
        """Where it stands."""
        if self.attendance is not None:
            return self.attendance
        if self.given_up_at is not None:
            return "given-up"
        if self.cancelled_at is not None:
            return "cancelled"
        return "waiting" if self.placed_at is None else "booked"

    def give(self, session: GroupSession, on: date, now: datetime, *, waited: bool = False) -> Happened:
        """It is theirs."""
        self.placed_at = now
        return self._happened("group-place.booked", on, waited=waited, **_told(session))

    def tell_of_change(self, session: GroupSession, on: date) -> list[Happened]:
        """The session is held otherwise; whoever has a place in it is told, and nobody who only waits."""
        return (
            [self._happened("group-place.changed", on, **_told(session))] if self.status == "booked" else []
        )

    def give_up(self, by: By, on: date, now: datetime) -> list[Happened]:
        """They will not come."""
        self._must_stand("given up")
        had_it = self.status == "booked"
        self.given_up_at, self.given_up_by = now, by.party
        return [self._happened("group-place.given-up", on, by=by.party)] if had_it else []

    def cancel(self, on: date, now: datetime) -> list[Happened]:
        """The session will not take place; whoever had a place is told."""
        had_it = self.status == "booked"
        self.cancelled_at = now
        return [self._happened("group-place.cancelled", on)] if had_it else []

    def mark(self, session: GroupSession, mark: Mark, on: date, now: datetime) -> list[Happened]:
        """What the register says; it is entered once the session has begun."""
        self._check(session, mark, now)
        self.attendance, self.acceptability, self.reason = mark.attendance, mark.acceptability, mark.reason
        self.marked_by, self.marked_at = mark.by, mark.at
        facts = {"attendance": mark.attendance, "channel": session.channel}
        return [self._happened("group-place.attendance-recorded", on, **facts)]

    def correct(
        self, channel: str, right: Answer, correction: Correction, on: date
    ) -> tuple[FormerAttendance, list[Happened]]:
        """The register was wrong about them: this holds, and what it said first is kept beside it."""
        check_answer(right)
        held = (self.attendance, self.acceptability, self.reason)
        require_wrong(held, right)
        whose = {"participant_id": self.participant_id, "about_id": self.id}
        former = superseded(held, self.marked_by, self.marked_at, correction, **whose)
        self.attendance, self.acceptability, self.reason = right
        self.marked_by, self.marked_at, self.because = correction.by, correction.at, correction.because
        facts = {"attendance": self.attendance, "channel": channel, "corrected": True}
        return former, [self._happened("group-place.attendance-recorded", on, **facts)]

    @property
    def came(self) -> bool:
        """Whether they were there, on time or late."""
        return self.attendance in CAME

    def _check(self, session: GroupSession, mark: Mark, now: datetime) -> None:
        check_answer((mark.attendance, mark.acceptability, mark.reason))
        if session.status(now) != "begun":
            raise DomainError("not-yet", "The register is entered once the session has begun.")
        if self.walked_in and mark.attendance not in CAME:
            advice = {"attendance": ["Leave out who had not booked and did not come."]}
            raise DomainError("was-not-expected", "They had not booked.", advice)
        if not self.walked_in:
            self._must_stand("marked")

    def _must_stand(self, what: str) -> None:
        if self.status not in ("booked", "waiting") or (what == "marked" and self.status != "booked"):
            words = self.status.replace("-", " ")
            raise Conflict(f"place-{self.status}", f"A place that is {words} cannot be {what}.")

    def _happened(self, name: str, on: date, **facts: object) -> Happened:
        own = {"participant_id": self.participant_id, "session_id": self.session_id, "occurred_on": on}
        return Happened(name, self.id, own | facts)


def _told(session: GroupSession) -> dict[str, object]:
    """What somebody with a place has to know of the session."""
    return {
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "channel": session.channel,
        "details": {"with_whom": session.led_by_name, "place": session.place, "purpose": session.title},
    }
