"""What was said first of somebody's coming and was wrong: kept, with who said it and why it was put right."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.casework.domain.errors import Conflict, DomainError

SAID = ("attendance", "acceptability", "reason")
Answer = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, kw_only=True)
class Correction:
    """Somebody puts an attendance right: who, when, and why, as a code of correction-reasons."""

    id: UUID
    because: str
    by: UUID
    by_name: str | None
    at: datetime


@dataclass(eq=False, kw_only=True)
class FormerAttendance:
    """An attendance that another one superseded."""

    id: UUID
    participant_id: UUID
    about_id: UUID
    """The appointment, or the place in a group."""
    attendance: str
    acceptability: str | None
    reason: str | None
    recorded_by: UUID | None
    recorded_at: datetime | None
    because: str
    corrected_by: UUID
    corrected_by_name: str | None
    corrected_at: datetime


def require_wrong(held: Answer, right: Answer) -> None:
    """Go on only where something had been said, and something else is right."""
    if held[0] is None:
        raise Conflict("attendance-not-recorded", "Nobody has said yet whether they came. Record it first.")
    if held == right:
        advice = {"attendance": ["Say what is right, if it is not this."]}
        raise DomainError("attendance-unchanged", "That is what the record says already.", advice)


def superseded(
    held: Answer,
    by: UUID | None,
    at: datetime | None,
    correction: Correction,
    *,
    participant_id: UUID,
    about_id: UUID,
) -> FormerAttendance:
    """What was said first, as it is kept beside what holds now."""
    attendance, acceptability, reason = held
    assert attendance is not None
    return FormerAttendance(
        id=correction.id,
        participant_id=participant_id,
        about_id=about_id,
        attendance=attendance,
        acceptability=acceptability,
        reason=reason,
        recorded_by=by,
        recorded_at=at,
        because=correction.because,
        corrected_by=correction.by,
        corrected_by_name=correction.by_name,
        corrected_at=correction.at,
    )
