"""What tests of meetings share: a day, time that is offered in it, and a meeting."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from services.casework.domain.appointments import Appointment, Attendance
from services.casework.domain.availability import Availability
from services.casework.domain.by import By

NOW = datetime(2025, 3, 10, 9, tzinfo=UTC)
TODAY = date(2025, 3, 10)
STARTS = datetime(2025, 3, 12, 10, tzinfo=UTC)
ENDS = STARTS + timedelta(minutes=30)
THEM = By("participant", uuid4())
ADVISER = By("adviser", uuid4())


def available(**changes: object) -> Availability:
    facts: dict[str, object] = {
        "starts_at": STARTS,
        "ends_at": STARTS + timedelta(hours=2),
        "minutes": 30,
        "channels": ["in-person", "phone"],
        "place": "Eastgate Library",
    }
    return Availability(uuid4(), uuid4(), uuid4(), **{**facts, **changes})


def appointment(**changes: object) -> Appointment:
    facts: dict[str, object] = {
        "starts_at": STARTS,
        "ends_at": ENDS,
        "channel": "in-person",
        "booked_by": "participant",
        "booked_by_id": THEM.account_id,
        "booked_at": NOW,
        "place": "Eastgate Library",
    }
    return Appointment(uuid4(), uuid4(), uuid4(), uuid4(), **{**facts, **changes})


def came(attendance: str = "attended", acceptability: str | None = None) -> Attendance:
    return Attendance(uuid4(), uuid4(), attendance, acceptability, None, STARTS.date(), uuid4(), ENDS)
