"""The caseload: records as they are shown, each with when they were last met and will be met next."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from services.casework.domain.appointments import CAME
from services.casework.store.appointments import STANDING, appointment, attendance
from services.casework.store.contacts import contact
from services.casework.store.participants import participant
from services.casework.store.records import shown


def rows(seen: ColumnElement[bool], now: datetime) -> Select[Any]:
    """Those who may be seen, in one statement however many they are."""
    moments = (_next_appointment(now).label("next_appointment_at"), last_contact().label("last_contact_at"))
    return shown().add_columns(*moments).where(seen, participant.c.merged_into.is_(None))


def _next_appointment(now: datetime) -> ColumnElement[Any]:
    theirs = (appointment.c.participant_id == participant.c.id, STANDING, appointment.c.starts_at > now)
    return select(func.min(appointment.c.starts_at)).where(*theirs).scalar_subquery()


def last_contact() -> ColumnElement[Any]:
    """When something was said last, on any channel, or they met."""
    theirs = (contact.c.participant_id == participant.c.id, contact.c.taken_back_at.is_(None))
    said = select(func.max(contact.c.occurred_at)).where(*theirs)
    met = (
        select(func.max(appointment.c.starts_at))
        .join(attendance, attendance.c.appointment_id == appointment.c.id)
        .where(appointment.c.participant_id == participant.c.id, attendance.c.attendance.in_(sorted(CAME)))
    )
    return func.greatest(said.scalar_subquery(), met.scalar_subquery())
