"""What casework tells of appointments: confirm them, remind of them, call them off."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.notify.actions.facts import cancel, tell
from services.notify.domain.appointments import Appointment
from services.notify.domain.messages import Recipient
from services.notify.domain.rules import Fact
from services.notify.store import appointments


def keep_booking(
    session: Session,
    appointment_id: UUID,
    person_id: UUID,
    *,
    starts_at: datetime,
    ends_at: datetime,
    channel: str,
    supersedes: UUID | None,
    details: Mapping[str, Any] | None,
) -> Appointment:
    """Keep when and where an appointment takes place; `details` is None once the person has been erased."""
    appointment = appointments.stub(session, appointment_id, person_id)
    appointment.book(
        starts_at=starts_at,
        ends_at=ends_at,
        channel=channel,
        supersedes=supersedes,
        details=details or {},
    )
    return appointment


def tell_of_booking(
    session: Session, fact_id: UUID, appointment: Appointment, name: str = "appointment.booked"
) -> None:
    """Confirm and remind, unless we have heard already that it was called off; `name` is the rules' word."""
    if not appointment.called_off:
        _tell(session, name, fact_id, appointment)


def tell_of_offer(session: Session, fact_id: UUID, offered: Appointment, answer_by: datetime) -> None:
    """Tell of an earlier time while it is kept, unless we have heard already that it is no more."""
    if not offered.called_off:
        _tell(session, "slot-offer.made", fact_id, offered, answer_by=answer_by)


def keep_end(session: Session, appointment_id: UUID, person_id: UUID) -> Appointment:
    """Keep that an appointment was cancelled or rearranged."""
    appointment = appointments.stub(session, appointment_id, person_id)
    appointment.call_off()
    return appointment


def tell_of_cancellation(
    session: Session, fact_id: UUID, appointment: Appointment, name: str = "appointment.cancelled"
) -> None:
    """Tell the person that it will not take place; an appointment never heard of was never told of."""
    if appointment.is_known:
        _tell(session, name, fact_id, appointment)


def call_back_messages(
    session: Session, fact_id: UUID, appointment: Appointment, name: str = "appointment.rearranged"
) -> None:
    """It was rearranged: what was still to be said of the old time is not. The new one tells of itself."""
    cancel(session, Fact(name, fact_id, appointment.id, {}))


def _tell(session: Session, name: str, fact_id: UUID, appointment: Appointment, **more: datetime) -> None:
    before = appointments.get(session, appointment.supersedes) if appointment.supersedes else None
    values = appointment.facts | {"instead_of": before.starts_at if before else None} | more
    tell(session, [Recipient(person_id=appointment.person_id)], Fact(name, fact_id, appointment.id, values))
