"""What was said first of somebody's coming, and was wrong; never changed."""

from uuid import UUID

from sqlalchemy import Column, ForeignKey, Table, Text, Uuid, select
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.former_attendance import FormerAttendance
from services.casework.store.base import mapper, metadata
from services.casework.store.columns import secret

former_attendance = Table(
    "former_attendance",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("about_id", Uuid, nullable=False, index=True),
    Column("attendance", Text, nullable=False),
    Column("acceptability", Text),
    Column("reason", secret),
    Column("recorded_by", Uuid),
    Column("recorded_at", utc),
    Column("because", Text, nullable=False),
    Column("corrected_by", Uuid, nullable=False),
    Column("corrected_by_name", secret),
    Column("corrected_at", utc, nullable=False),
)

mapper.map_imperatively(FormerAttendance, former_attendance)


def about(session: Session, about_id: UUID) -> list[FormerAttendance]:
    """What was said before of one appointment or place, the first first."""
    query = select(FormerAttendance).where(former_attendance.c.about_id == about_id)
    return list(session.scalars(query.order_by(former_attendance.c.corrected_at)))
