"""Appointments, made from casework's events."""

from uuid import UUID

from sqlalchemy import Boolean, Column, Table, Text, Uuid, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.store.base import utc
from chassis.store.columns import EncryptedJSON
from services.notify.domain.appointments import Appointment
from services.notify.store.base import SERVICE, mapper, metadata

appointment = Table(
    "appointment",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False, index=True),
    Column("starts_at", utc),
    Column("ends_at", utc),
    Column("channel", Text),
    Column("supersedes", Uuid),
    Column("details", EncryptedJSON(SERVICE)),
    Column("called_off", Boolean, nullable=False, server_default="false"),
)

mapper.map_imperatively(Appointment, appointment)


def get(session: Session, appointment_id: UUID) -> Appointment | None:
    """What is known of this appointment."""
    return session.get(Appointment, appointment_id)


def stub(session: Session, appointment_id: UUID, person_id: UUID) -> Appointment:
    """This appointment, locked; made empty where its booking has not been heard of yet."""
    row = insert(appointment).values(id=appointment_id, person_id=person_id).on_conflict_do_nothing()
    session.execute(row)
    return session.get_one(Appointment, appointment_id, with_for_update=True, populate_existing=True)


def forget_details(session: Session, person_id: UUID) -> None:
    """Strip what appointments say of a person who was erased."""
    session.execute(update(appointment).where(appointment.c.person_id == person_id).values(details=None))


def of_person(session: Session, person_id: UUID) -> list[Appointment]:
    """Their appointments, the earliest first."""
    chosen = select(Appointment).where(appointment.c.person_id == person_id).order_by(appointment.c.starts_at)
    return list(session.scalars(chosen))
