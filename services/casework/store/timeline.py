"""The one timeline: what happened with a person in every table that knows, as one list."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Select,
    Subquery,
    Table,
    Text,
    case,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from chassis import clock
from chassis.store.base import utc
from services.casework.domain.outgoing import Outgoing
from services.casework.domain.referrals import STATES
from services.casework.domain.timeline import Moment
from services.casework.store.appointments import appointment, attendance
from services.casework.store.attachments import attachment
from services.casework.store.columns import secret
from services.casework.store.contacts import contact
from services.casework.store.groups import group_place, group_session
from services.casework.store.messages import message
from services.casework.store.milestones import milestone
from services.casework.store.participants import participant
from services.casework.store.plans import plan, plan_step
from services.casework.store.referrals import referral
from services.casework.store.spells import spell

NOTHING: ColumnElement[Any] = cast(null(), Text)
NO_SECRET: ColumnElement[Any] = type_coerce(NOTHING, secret)
MIDDAY = timedelta(hours=12)


def of(participant_id: UUID, zone: str) -> Subquery:
    """Everything that happened with a person, to be paged by `order_at`, `row_id` and `what`: ids
    grow with time, so that of two things on one day the later one was recorded later.

    What is known by its day alone stands at midday of that day in the zone of the instance.
    """
    return union_all(*_arms(participant_id, zone)).subquery("moments")


def moment(row: Any, *, with_notes: bool, follows: Outgoing | None = None) -> Moment:
    """One row of it; without the notes that staff made of a contact where the reader may not have them."""
    hidden = row.kind == "contact" and not with_notes
    return Moment(
        kind=row.kind,
        id=row.id,
        what=row.what,
        occurred_on=clock.local(row.order_at).date(),
        at=row.order_at if row.exact else None,
        channel=row.channel,
        direction=row.direction,
        code=row.code,
        about=None if hidden else row.about,
        helper=row.helper,
        follows=follows,
    )


def _arms(participant_id: UUID, zone: str) -> Iterator[Select[Any]]:
    yield from _meetings(participant_id)
    yield from _work(participant_id, zone)
    yield from _agreements(participant_id, zone)


def _meetings(whose: UUID) -> Iterator[Select[Any]]:
    """Contacts, messages, and what became of appointments: of these we know the instant."""
    said = _arm(
        contact,
        whose,
        "contact",
        "recorded",
        contact.c.occurred_at,
        channel=contact.c.channel,
        direction=contact.c.direction,
        about=contact.c.summary,
        helper=_where(contact.c.assisted, contact.c.recorded_by_name),
    )
    yield said.where(contact.c.taken_back_at.is_(None))
    yield _arm(
        message,
        whose,
        "message",
        message.c.state,
        message.c.at,
        channel=message.c.channel,
        direction=literal("out"),
        code=message.c.template,
    )
    for what in ("booked", "rearranged", "cancelled"):
        at = appointment.c[f"{what}_at"]
        how, why = appointment.c.channel, appointment.c.purpose
        yield _arm(appointment, whose, "appointment", what, at, channel=how, about=why)
    met = _arm(
        appointment,
        whose,
        "appointment",
        attendance.c.attendance,
        appointment.c.starts_at,
        channel=appointment.c.channel,
        about=appointment.c.purpose,
    )
    yield met.join(attendance, attendance.c.appointment_id == appointment.c.id)
    yield from _groups(whose)


def _groups(whose: UUID) -> Iterator[Select[Any]]:
    """Places in groups. That somebody came is a contact; that they did not is said here alone."""
    joined = group_session.c.id == group_place.c.session_id
    about: dict[str, Any] = {"channel": group_session.c.channel, "about": group_session.c.title}
    for what, at in (("booked", group_place.c.placed_at), ("given-up", group_place.c.given_up_at)):
        yield _arm(group_place, whose, "group", what, at, **about).join(group_session, joined)
    called_off = _arm(group_place, whose, "group", "cancelled", group_place.c.cancelled_at, **about)
    yield called_off.join(group_session, joined)
    missed = _arm(group_place, whose, "group", group_place.c.attendance, group_session.c.starts_at, **about)
    not_there = group_place.c.attendance == "did-not-attend"
    yield missed.join(group_session, joined).where(not_there)


def _work(whose: UUID, zone: str) -> Iterator[Select[Any]]:
    """Work and benefit, programmes and milestones: of these we know the day."""
    for what in ("started", "ended"):
        day = _midday(spell.c[f"{what}_on"], zone)
        told = _arm(spell, whose, "spell", what, day, exact=False, code=spell.c.kind, about=spell.c.employer)
        yield told.where(~spell.c.voided)
    day = _midday(attachment.c.attached_on, zone)
    yield _arm(attachment, whose, "programme", "attached", day, exact=False, code=attachment.c.programme)
    reached = _midday(milestone.c.reached_on, zone)
    weeks = cast(milestone.c.weeks, Text)
    passed = _arm(milestone, whose, "milestone", "reached", reached, exact=False, code=weeks)
    yield passed.where(milestone.c.withdrawn_on.is_(None))


def _agreements(whose: UUID, zone: str) -> Iterator[Select[Any]]:
    """Registration, plans and referrals."""
    day = _midday(participant.c.registered_on, zone)
    yield _arm(participant, whose, "participant", "registered", day, exact=False)
    for state, column in STATES.items():
        day = _midday(referral.c[column], zone)
        yield _arm(referral, whose, "referral", state, day, exact=False, code=referral.c.reference)
    stepped = _midday(plan_step.c.occurred_on, zone)
    steps = _arm(
        plan,
        whose,
        "plan",
        plan_step.c.step,
        stepped,
        exact=False,
        row_id=plan_step.c.id,
        helper=plan_step.c.helper,
    )
    told = plan_step.c.step.in_(("submitted", "agreed", "returned"))
    yield steps.join(plan_step, plan_step.c.plan_id == plan.c.id).where(told)


def _arm(
    table: Table,
    whose: UUID,
    kind: str,
    what: str | ColumnElement[Any],
    order_at: ColumnElement[Any],
    *,
    exact: bool = True,
    row_id: ColumnElement[Any] | None = None,
    channel: ColumnElement[Any] = NOTHING,
    direction: ColumnElement[Any] = NOTHING,
    code: ColumnElement[Any] = NOTHING,
    about: ColumnElement[Any] = NO_SECRET,
    helper: ColumnElement[Any] = NO_SECRET,
) -> Select[Any]:
    """The rows of one table as moments, those that have not happened yet left out."""
    person = table.c.id if table is participant else table.c.participant_id
    return (
        select(
            literal(kind).label("kind"),
            table.c.id.label("id"),
            (cast(literal(what), Text) if isinstance(what, str) else what).label("what"),
            type_coerce(order_at, utc).label("order_at"),
            literal(exact).label("exact"),
            (table.c.id if row_id is None else row_id).label("row_id"),
            channel.label("channel"),
            direction.label("direction"),
            code.label("code"),
            about.label("about"),
            helper.label("helper"),
        )
        .select_from(table)
        .where(person == whose, order_at.is_not(None))
    )


def _where(holds: ColumnElement[bool], secret_name: ColumnElement[Any]) -> ColumnElement[Any]:
    return type_coerce(case((holds, secret_name)), secret)


def _midday(day: ColumnElement[Any], zone: str) -> ColumnElement[Any]:
    return func.timezone(zone, cast(day, DateTime) + MIDDAY, type_=utc)
