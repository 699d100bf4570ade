"""Appointments: a time at which a participant and an adviser meet, in person, by phone or by video.

    scheduled → (time passes) needs-feedback → attended | late | did-not-attend
        ├→ rearranged (another appointment supersedes it)
        └→ cancelled

Whether somebody came and what was said are two facts: attendance is kept here, what was said is a contact.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

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

ATTENDANCE = frozenset({"attended", "late", "did-not-attend"})
CAME = ATTENDANCE - {"did-not-attend"}
ACCEPTABILITY = frozenset({"acceptable", "unacceptable", "unknown"})


def check_answer(said: Answer) -> None:
    """Only what is in the lists; whether there was a good reason belongs to not having come alone."""
    attendance, acceptability = known(said[0] or "", ATTENDANCE, "attendance"), said[1]
    if acceptability is None:
        return
    known(acceptability, ACCEPTABILITY, "acceptability")
    if attendance in CAME:
        advice = {"acceptability": ["Leave this out for somebody who came."]}
        raise DomainError("acceptability-out-of-place", "They came.", advice)


@dataclass(eq=False)
class Attendance:
    """Whether the participant came, as one person recorded it."""

    id: UUID
    appointment_id: UUID
    attendance: str
    acceptability: str | None
    reason: str | None
    occurred_on: date
    recorded_by: UUID
    recorded_at: datetime
    because: str | None = None
    """Why it stands in for what was said first; None where that was right."""

    @property
    def said(self) -> Answer:
        """What was answered."""
        return self.attendance, self.acceptability, self.reason


@dataclass(eq=False)
class Appointment:
    """One meeting. Where it stands follows from what has happened to it and from the time."""

    id: UUID
    participant_id: UUID
    organisation_id: UUID
    adviser_id: UUID
    starts_at: datetime
    ends_at: datetime
    channel: str
    booked_by: str
    booked_by_id: UUID
    booked_at: datetime
    assisted: bool = False
    place: str | None = None
    purpose: str | None = None
    with_whom: str | None = None
    supersedes: UUID | None = None
    rearranged_at: datetime | None = None
    replacement_id: UUID | None = None
    rearranged_by: str | None = None
    rearranged_reason: str | None = None
    cancelled_at: datetime | None = None
    cancelled_by: str | None = None
    cancelled_reason: str | None = None
    attendance: Attendance | None = None
    travel_saved_minutes: int | None = None
    """Minutes of travel that meeting by phone or video saves (domain/travel.py); None where nobody knows."""

    def status(self, now: datetime) -> str:
        """Where it stands at an instant."""
        if self.rearranged_at is not None:
            return "rearranged"
        if self.cancelled_at is not None:
            return "cancelled"
        if self.attendance is not None:
            return self.attendance.attendance
        return "needs-feedback" if self.ends_at <= now else "scheduled"

    def book(self, on: date, now: datetime) -> list[Happened]:
        """It is in both diaries."""
        known(self.channel, CHANNELS, "channel")
        to_come(self.starts_at, now)
        if not timedelta(0) < self.ends_at - self.starts_at <= LONGEST_DAY:
            advice = {"ends_at": ["Give a time after the start, on the same day."]}
            raise DomainError("bad-times", "It ends after it begins, and within a day.", advice)
        details = {"with_whom": self.with_whom, "place": self.place, "purpose": self.purpose}
        facts = {
            "adviser_id": self.adviser_id,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "channel": self.channel,
            "booked_by": self.booked_by,
            "supersedes": self.supersedes,
            "details": details,
        }
        return [self._happened("appointment.booked", on, **facts)]

    def rearrange(
        self, replacement_id: UUID, by: By, on: date, now: datetime, reason: str | None = None
    ) -> list[Happened]:
        """Another time has been found; the new appointment stands in for this one. Who asked, and why."""
        self._must_be_to_come("rearrange", now)
        self.rearranged_at, self.replacement_id = now, replacement_id
        self.rearranged_by, self.rearranged_reason = by.party, reason
        return [self._happened("appointment.rearranged", on, replacement_id=replacement_id, by=by.party)]

    def cancel(self, by: By, reason: str | None, on: date, now: datetime) -> list[Happened]:
        """It will not take place."""
        self._must_be_to_come("cancel", now)
        self.cancelled_at, self.cancelled_by, self.cancelled_reason = now, by.party, reason
        return [self._happened("appointment.cancelled", on, by=by.party)]

    def record_attendance(self, attendance: Attendance, now: datetime) -> list[Happened]:
        """Whether the participant came; acceptability belongs to not having come alone."""
        self._check_attendance(attendance, now)
        self.attendance = attendance
        facts = {"attendance": attendance.attendance, "channel": self.channel}
        return [self._happened("appointment.attendance-recorded", attendance.occurred_on, **facts)]

    def correct_attendance(
        self, right: Answer, correction: Correction
    ) -> tuple[FormerAttendance, list[Happened]]:
        """What was recorded was wrong: this holds, and what was said first is kept beside it."""
        check_answer(right)
        held = self.attendance
        require_wrong(held.said if held else (None, None, None), right)
        assert held is not None
        whose = {"participant_id": self.participant_id, "about_id": self.id}
        former = superseded(held.said, held.recorded_by, held.recorded_at, correction, **whose)
        held.attendance, held.acceptability, held.reason = str(right[0]), right[1], right[2]
        held.recorded_by, held.recorded_at, held.because = correction.by, correction.at, correction.because
        facts = {"attendance": held.attendance, "channel": self.channel, "corrected": True}
        return former, [self._happened("appointment.attendance-recorded", held.occurred_on, **facts)]

    def _check_attendance(self, attendance: Attendance, now: datetime) -> None:
        check_answer(attendance.said)
        if (status := self.status(now)) not in ("scheduled", "needs-feedback"):
            raise Conflict(
                f"appointment-{status}", f"This appointment is {status.replace('-', ' ')} already."
            )
        if self.starts_at > now:
            raise DomainError("not-yet", "It has not begun, so nobody can know whether they came.")

    def _must_be_to_come(self, what: str, now: datetime) -> None:
        status = self.status(now)
        if status != "scheduled" or self.starts_at <= now:
            words = "under way" if status == "scheduled" else status.replace("-", " ")
            raise Conflict("appointment-not-to-come", f"You cannot {what} an appointment that is {words}.")

    def _happened(self, name: str, on: date, **facts: object) -> Happened:
        return Happened(name, self.id, {"participant_id": self.participant_id, "occurred_on": on, **facts})
