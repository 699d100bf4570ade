"""Records that nobody has written anything into for a long time. What machines work out does not count."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Date, Row, ScalarSelect, cast, func, or_, select
from sqlalchemy.orm import Session

from services.casework.store.access_requests import access_request
from services.casework.store.appointments import appointment
from services.casework.store.attachments import attachment
from services.casework.store.circumstances import circumstance
from services.casework.store.consents import consent
from services.casework.store.contacts import contact
from services.casework.store.corrections import correction_request
from services.casework.store.documents import document
from services.casework.store.erasures import STANDING, erasure
from services.casework.store.groups import group_place
from services.casework.store.in_work import in_work_check
from services.casework.store.participants import participant
from services.casework.store.plans import plan, plan_step
from services.casework.store.referrals import referral
from services.casework.store.searching import search_activity
from services.casework.store.spells import spell
from services.casework.store.transfers import transfer

WRITTEN: Sequence[Column[Any]] = (
    contact.c.recorded_at,
    appointment.c.starts_at,
    circumstance.c.recorded_at,
    consent.c.recorded_at,
    document.c.recorded_at,
    search_activity.c.recorded_at,
    in_work_check.c.answered_on,
    attachment.c.recorded_at,
    spell.c.started_on,
    spell.c.ended_on,
    referral.c.sent_on,
    referral.c.ended_on,
    group_place.c.asked_at,
    transfer.c.offered_at,
    access_request.c.recorded_at,
    correction_request.c.recorded_at,
)
"""When somebody wrote something about a person, or was with them: in tables that bear the person's id."""


def untouched(session: Session, before: date, after: UUID | None, limit: int) -> Sequence[Row[Any, Any]]:
    """Records last touched before that day, each with the day, in the order of their ids.

    Those are left out that are erased or merged, of which something is proposed already, and those that
    somebody has chosen to keep since that day.
    """
    touched = func.greatest(
        cast(participant.c.recorded_at, Date), participant.c.allocated_on, *map(_last, WRITTEN), _last_step()
    )
    mine = erasure.c.participant_id == participant.c.id
    settled = or_(
        STANDING,
        erasure.c.done_on.is_not(None) & erasure.c.kinds.is_(None),
        erasure.c.untouched_since.is_not(None) & (erasure.c.dropped_on >= before),
    )
    found = (
        select(participant.c.id, touched.label("touched"))
        .where(cast(participant.c.recorded_at, Date) < before, participant.c.merged_into.is_(None))
        .where(~select(erasure.c.id).where(mine, settled).exists())
        .subquery()
    )
    query = select(found.c.id, found.c.touched).where(found.c.touched < before)
    if after is not None:
        query = query.where(found.c.id > after)
    return session.execute(query.order_by(found.c.id).limit(limit)).all()


def _last(column: Column[Any]) -> ScalarSelect[Any]:
    whose = column.table.c.participant_id == participant.c.id
    return select(cast(func.max(column), Date)).where(whose).scalar_subquery()


def _last_step() -> ScalarSelect[Any]:
    mine = plan.c.participant_id == participant.c.id
    steps = select(cast(func.max(plan_step.c.recorded_at), Date)).select_from(plan_step.join(plan))
    return steps.where(mine).scalar_subquery()
