"""A group session is held otherwise than was said, or by a colleague; alone, or with those that follow it."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.messaging import outbox
from services.casework import policy
from services.casework.actions import passing_on
from services.casework.actions.groups import leader_of, own_sessions
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.groups import GroupPlace, GroupSession, Wanted
from services.casework.store import appointments, calls, covers, groups, staff
from services.casework.store.groups import group_place

_SOMETHING = {"title": ["Change something, or go back."]}


def change_session(
    session: Session, actor: Actor, session_id: UUID, *, following: bool, **changes: Any
) -> GroupSession:
    """What is given of it is so from now on; what is not stays. Whoever has a place is told.

    With `following` the same holds for those of its series that come after it, each on its own day: at the
    new time by the clock on the wall, and as many days later as this one. All are changed or none.
    """
    held = own_sessions(session, actor, session_id, following=following)
    first = held[0]
    given = {name: value for name, value in changes.items() if value is not None}
    wanted = [_wanted(group, first, given) for group in held]
    before = [_when_and_by_whom(group) for group in held]
    told = [_told(group) for group in held]
    happened = [
        group.change(want, clock.today(), clock.now()) for group, want in zip(held, wanted, strict=True)
    ]
    if not any(happened):
        raise DomainError("nothing-changed", "It is held like this already.", _SOMETHING)
    _take_time(session, actor, held, before)
    for group, whats, known in zip(held, happened, told, strict=True):
        outbox.record(session, *whats)
        if _told(group) != known:
            _tell(session, actor, group)
    return first


def hand_over_session(
    session: Session, actor: Actor, session_id: UUID, led_by: UUID | None, *, following: bool
) -> GroupSession:
    """A colleague holds it: the one who is named, or whoever stands in on its day. Their diary has it now."""
    held = own_sessions(session, actor, session_id, following=following)
    before = [_when_and_by_whom(group) for group in held]
    for group in held:
        to, name = _colleague(session, actor, group, led_by)
        outbox.record(session, *group.hand_over(to, name, clock.today(), clock.now()))
    _take_time(session, actor, held, before)
    for group in held:
        _tell(session, actor, group)
    return held[0]


def _wanted(group: GroupSession, first: GroupSession, given: dict[str, Any]) -> Wanted:
    """How one of several is to be held, where this was said of the first."""
    now = Wanted(**{name: getattr(group, name) for name in Wanted.__dataclass_fields__})
    times = {
        name: _moved(getattr(group, name), getattr(first, name), given[name])
        for name in ("starts_at", "ends_at")
        if name in given
    }
    place = {"place": None} if given.get("channel", "in-person") != "in-person" else {}
    return replace(now, **(place | given | times))


def _moved(moment: datetime, first: datetime, wanted: datetime) -> datetime:
    """As many days later or earlier as the first, and at its new time by the clock on the wall."""
    shown, before = clock.local(wanted), clock.local(first)
    day = clock.local(moment).date() + (shown.date() - before.date())
    return clock.at(day, shown.hour, shown.minute)


def _when_and_by_whom(group: GroupSession) -> tuple[UUID, datetime, datetime]:
    return group.led_by, group.starts_at, group.ends_at


def _told(group: GroupSession) -> tuple[Any, ...]:
    """What those who have a place have been told."""
    return group.title, group.channel, group.place, group.starts_at, group.ends_at


def _take_time(
    session: Session,
    actor: Actor,
    held: list[GroupSession],
    before: list[tuple[UUID, datetime, datetime]],
) -> None:
    """The time that they take now is taken in the diary, and what they took before is free."""
    moved = [(group, was) for group, was in zip(held, before, strict=True) if _when_and_by_whom(group) != was]
    for group, _ in moved:
        appointments.disengage(session, group.id)
    for group, was in moved:
        _require_free(session, actor, group)
        try:
            appointments.engage(session, group.id, *_when_and_by_whom(group))
        except Conflict as taken:
            field = "starts_at" if group.led_by == was[0] else "led_by"
            advice = {field: ["There is something in the diary at that time."]}
            raise Conflict(taken.code, taken.detail, advice) from None
        passing_on.freed(session, *was)


def _require_free(session: Session, actor: Actor, group: GroupSession) -> None:
    """Nobody who has a place is to be in two places at once."""
    for place in _places(session, actor, group):
        if _is_elsewhere(session, place, group):
            advice = {"starts_at": ["Choose another time, or move that first."]}
            words = "Somebody who has a place has something else at that time."
            raise Conflict("somebody-elsewhere", words, advice)


def _places(session: Session, actor: Actor, group: GroupSession) -> list[GroupPlace]:
    return groups.places_in(session, group.id, policy.visible(actor, group_place.c.participant_id))


def _is_elsewhere(session: Session, place: GroupPlace, group: GroupSession) -> bool:
    if place.status != "booked":
        return False
    whose, starts_at, ends_at = place.participant_id, group.starts_at, group.ends_at
    return appointments.is_engaged(session, whose, starts_at, ends_at) or groups.is_engaged(
        session, whose, starts_at, ends_at, but=group.id
    )


def _tell(session: Session, actor: Actor, group: GroupSession) -> None:
    for place in _places(session, actor, group):
        calls.drop_about(session, place.id, clock.now())
        outbox.record(session, *place.tell_of_change(group, clock.today()))


def _colleague(
    session: Session, actor: Actor, group: GroupSession, led_by: UUID | None
) -> tuple[UUID, str | None]:
    if led_by is not None:
        return leader_of(session, actor, led_by)
    day = clock.local(group.starts_at).date()
    standing = covers.on(session, policy.organisation_of(actor), day)
    cover = next((each for each in standing if each.adviser_id == group.led_by), None)
    if cover is None:
        advice = {"led_by": ["Choose a colleague, or arrange cover first."]}
        raise Conflict("no-cover", "Nobody stands in for whoever holds it on that day.", advice)
    return cover.covered_by, staff.names(session, {cover.covered_by}).get(cover.covered_by)
