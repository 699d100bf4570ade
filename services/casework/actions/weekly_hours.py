"""Advisers say when they can be met each week, and when they are away; days open by themselves."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import calendars, clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.store.paging import Page, page
from services.casework import policy
from services.casework.actions import passing_on
from services.casework.domain.availability import Availability
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.weekly_hours import WEEKDAYS, TimeOff, WeeklyHours
from services.casework.reference import meetings
from services.casework.store import availability, staff, weekly_hours
from services.casework.store.weekly_hours import time_off as time_off_table
from services.casework.store.weekly_hours import weekly_hours as table

A_DAY = timedelta(days=1)


def begin_hours(
    session: Session,
    actor: Actor,
    *,
    weekday: str,
    begins: time,
    ends: time,
    minutes: int,
    channels: Sequence[str],
    place: str | None,
    from_on: date | None,
    until_on: date | None,
) -> WeeklyHours:
    """An adviser can be met each week at that time; the days that are near open at once."""
    hours = WeeklyHours(
        new_id(),
        policy.account_of(actor),
        policy.organisation_of(actor),
        weekday,
        begins,
        ends,
        minutes,
        list(dict.fromkeys(channels)),
        place,
        from_on or clock.today(),
        until_on,
    )
    hours.begin(_try_on, clock.today())
    session.add(hours)
    session.flush()
    open_days(session, hours)
    return hours


def end_hours(session: Session, actor: Actor, hours_id: UUID) -> WeeklyHours:
    """No further day opens, and what is open is withdrawn; what has been booked stays booked."""
    hours = policy.found(weekly_hours.get(session, hours_id))
    policy.found(hours if hours.adviser_id == actor.id else None)
    now = clock.now()
    hours.end(now)
    for opened in availability.of_hours(session, hours.id, now):
        opened.withdraw(now)
    return hours


def take_time_off(
    session: Session, actor: Actor, *, from_on: date, until_on: date, adviser_id: UUID | None
) -> TimeOff:
    """An adviser is away; a team leader may say so for somebody of their organisation who cannot."""
    off = TimeOff(
        new_id(),
        _whose(session, actor, adviser_id),
        policy.organisation_of(actor),
        from_on,
        until_on,
        policy.account_of(actor),
        clock.now(),
    )
    off.take(clock.today())
    session.add(off)
    session.flush()
    since, until = clock.at(from_on, 0), clock.at(until_on + A_DAY, 0)
    for opened in availability.standing_between(session, off.adviser_id, since, until):
        opened.withdraw(clock.now(), off.id)
    return off


def take_back_time_off(session: Session, actor: Actor, time_off_id: UUID) -> TimeOff:
    """They are there after all: the days are open again, as far as their hours still hold."""
    off = policy.found(weekly_hours.time_off_by_id(session, time_off_id))
    policy.found(off if _may_speak_for(actor, off) else None)
    off.take_back(clock.now())
    session.flush()
    for withdrawn in availability.withdrawn_for(session, off.id):
        if not _is_away(session, withdrawn):
            availability.reopen(session, withdrawn)
            passing_on.opened(session, withdrawn)
    for hours in session.scalars(weekly_hours.held_by(off.adviser_id, clock.today())):
        if hours.opened_until is not None:
            hours.opened_until = min(hours.opened_until, off.from_on - A_DAY)
            open_days(session, hours)
    return off


def open_due(session: Session, limit: int = 100) -> int:
    """As days go by, further ones open; answers how many weekly hours were looked at."""
    due = weekly_hours.to_open(session, _horizon(), limit)
    for hours in due:
        open_days(session, hours)
    return len(due)


def open_days(session: Session, hours: WeeklyHours) -> None:
    """Open the days that have come near: no bank holiday, none on which the adviser is away."""
    nation = session.info["service"].settings.nation
    away = weekly_hours.away_days(session, hours.adviser_id, clock.today())
    known = availability.days_opened(session, hours.id)
    for day in hours.days(clock.today(), _horizon()):
        off = day in known or any(each.covers(day) for each in away)
        if not off and not calendars.is_bank_holiday(day, nation):
            _open(session, hours.on(day, new_id(), _instant))
    hours.opened_until = _horizon()


def list_hours(session: Session, actor: Actor, *, cursor: str | None, limit: int) -> Page[WeeklyHours]:
    """The weekly hours of the actor."""
    held = weekly_hours.held_by(policy.account_of(actor), clock.today())
    return page(session, held, keys=(table.c.weekday, table.c.id), cursor=cursor, limit=limit)


def list_time_off(
    session: Session, actor: Actor, *, adviser_id: UUID | None, cursor: str | None, limit: int
) -> Page[TimeOff]:
    """When the actor is away, from today on; a team leader also asks for a colleague."""
    off = weekly_hours.time_off_of({_whose(session, actor, adviser_id)}, clock.today())
    keys = (time_off_table.c.from_on, time_off_table.c.id)
    return page(session, off, keys=keys, cursor=cursor, limit=limit)


def _open(session: Session, opened: Availability) -> None:
    """Open a day; what the adviser offers at that time by hand comes first."""
    opened.offer(clock.now(), new_id)
    try:
        availability.add(session, opened)
    except Conflict:
        return
    passing_on.opened(session, opened)


def _try_on(hours: WeeklyHours) -> None:
    """Refuse at once what would make no slot: the first day is offered to nobody, only to see."""
    first = max(hours.from_on, clock.today() + A_DAY)
    while WEEKDAYS[first.weekday()] != hours.weekday:
        first += A_DAY
    hours.on(first, new_id(), _instant).offer(clock.now(), new_id)


def _whose(session: Session, actor: Actor, adviser_id: UUID | None) -> UUID:
    if adviser_id is None or adviser_id == actor.id:
        return policy.account_of(actor)
    policy.require(actor.has("team leader"), "A team leader says so for somebody else.")
    colleague = staff.find(session, adviser_id)
    if colleague is None or colleague.organisation_id != actor.org:
        advice = {"adviser_id": ["Choose somebody of your organisation."]}
        raise DomainError("not-a-colleague", "Nobody of that name works here.", advice)
    return adviser_id


def _may_speak_for(actor: Actor, off: TimeOff) -> bool:
    leads = actor.has("team leader") and off.organisation_id == actor.org
    return off.adviser_id == actor.id or leads


def _is_away(session: Session, opened: Availability) -> bool:
    day = clock.local(opened.starts_at).date()
    return any(off.covers(day) for off in weekly_hours.away_days(session, opened.adviser_id, day))


def _horizon() -> date:
    today = clock.today()
    return today + meetings.rules(today).open_ahead


def _instant(day: date, at: time) -> datetime:
    return clock.at(day, at.hour, at.minute)
