"""Group sessions: opened and called off, booked by participants and advisers, with a list of who waits."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.store import access
from chassis.store.paging import Page, page
from services.casework import policy, reference
from services.casework.actions import passing_on
from services.casework.actions.records import read, record_of
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.groups import GroupPlace, GroupSession
from services.casework.reference import meetings
from services.casework.store import appointments, calls, groups, participants, staff
from services.casework.store.groups import group_place
from services.casework.store.groups import group_session as table


def open_session(
    session: Session,
    actor: Actor,
    *,
    kind: str,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    channel: str,
    place: str | None,
    capacity: int,
    led_by: UUID | None,
    weeks: int = 1,
) -> GroupSession:
    """An adviser holds a session, or has a colleague hold it; it takes the time in their diary.

    Held for several weeks, each is a session of its own, all of them are opened or none, and the answer is
    the first.
    """
    leader, name = leader_of(session, actor, led_by)
    told: dict[str, Any] = {
        "kind": kind,
        "title": title,
        "channel": channel,
        "place": place,
        "capacity": capacity,
    }
    series = new_id() if weeks > 1 else None
    opened = [
        GroupSession(
            id=new_id(),
            organisation_id=policy.organisation_of(actor),
            led_by=leader,
            led_by_name=name,
            starts_at=_later(starts_at, week),
            ends_at=_later(ends_at, week),
            opened_by=policy.account_of(actor),
            opened_at=clock.now(),
            series_id=series,
            **told,
        )
        for week in range(weeks)
    ]
    for group in opened:
        _open(session, group)
    return opened[0]


def cancel_session(
    session: Session, actor: Actor, session_id: UUID, reason: str | None, *, following: bool = False
) -> GroupSession:
    """It will not take place, and with `following` those of its series that come after it will not either;
    whoever has a place is told, and those who wait, wait no more.
    """
    held = own_sessions(session, actor, session_id, following=following)
    for group in held:
        _cancel(session, actor, group, reason)
    return held[0]


def _cancel(session: Session, actor: Actor, group: GroupSession, reason: str | None) -> None:
    today, now = clock.today(), clock.now()
    happened = group.cancel(reason, today, now)
    for place in groups.places_in(session, group.id, policy.visible(actor, group_place.c.participant_id)):
        happened += place.cancel(today, now)
        calls.drop_about(session, place.id, now)
    appointments.disengage(session, group.id)
    passing_on.freed(session, group.led_by, group.starts_at, group.ends_at)
    outbox.record(session, *happened)


def take_place(session: Session, actor: Actor, participant_id: UUID, session_id: UUID) -> GroupPlace:
    """Somebody has a place, or waits for one; a participant for themselves, an adviser for them."""
    person = record_of(session, actor, participant_id, for_update=True)
    group = policy.found(groups.get(session, session_id, person.organisation_id, for_update=True))
    by = policy.by(actor, person.id)
    if appointments.is_engaged(session, person.id, group.starts_at, group.ends_at) or groups.is_engaged(
        session, person.id, group.starts_at, group.ends_at
    ):
        raise Conflict("already-booked", "There is something else for this person at that time.")
    place = GroupPlace(
        id=new_id(),
        session_id=group.id,
        participant_id=person.id,
        asked_by=by.party,
        asked_by_id=by.account_id,
        asked_at=clock.now(),
        assisted=by.assisted,
    )
    happened = group.ask(place, clock.today(), clock.now())
    groups.add_place(session, place)
    outbox.record(session, *happened)
    return place


def give_up_place(session: Session, actor: Actor, place_id: UUID) -> GroupPlace:
    """Somebody will not come; whoever waits first has the place within the minute."""
    seen = policy.visible(actor, group_place.c.participant_id)
    place = policy.found(groups.find_place(session, seen, place_id))
    by = policy.by(actor, place.participant_id)
    group = groups.session_of(session, place.session_id)
    session.refresh(place)
    outbox.record(session, *group.give_up(place, by, clock.today(), clock.now()))
    calls.drop_about(session, place.id, clock.now())
    return place


def keep_one_place(session: Session, actor: Actor, merged_id: UUID, into: UUID) -> None:
    """Two records were one person's: in each session to come they keep one place, rather one that they have
    than one for which they wait, and whoever waits has the other.
    """
    for places in groups.places_twice(session, merged_id, into, clock.now()):
        group = groups.session_of(session, places[0].session_id)
        for place in places:
            session.refresh(place)
        *_, gone = sorted(places, key=lambda each: (each.status != "booked", each.participant_id != into))
        by = policy.by(actor, gone.participant_id)
        outbox.record(session, *group.give_up(gone, by, clock.today(), clock.now()))
        calls.drop_about(session, gone.id, clock.now())


def fill_places(session: Session, limit: int = 20) -> int:
    """Places that have become free go to those who wait, first come, first served; answers how many."""
    now = clock.now()
    soonest = now + meetings.rules(clock.today()).least_notice
    return sum(_fill(session, group) for group in groups.with_room(session, soonest, limit))


def list_sessions(
    session: Session,
    actor: Actor,
    *,
    since: datetime | None,
    until: datetime | None,
    mine: bool,
    led_by: UUID | None,
    cursor: str | None,
    limit: int,
) -> Page[GroupSession]:
    """The sessions of the actor's organisation from now on."""
    led_by = policy.account_of(actor) if mine else led_by
    held = groups.held_by(policy.organisation_of(actor), since or clock.now(), until, led_by)
    return page(session, held, keys=(table.c.starts_at, table.c.id), cursor=cursor, limit=limit)


def list_for_person(
    session: Session, actor: Actor, participant_id: UUID, *, cursor: str | None, limit: int
) -> Page[dict[str, Any]]:
    """The sessions to which a person can come, each with the place that they have in it."""
    person = read(session, actor, participant_id, "groups")
    held = groups.held_by(person.organisation_id, clock.now(), None, None)
    found = page(session, held, keys=(table.c.starts_at, table.c.id), cursor=cursor, limit=limit)
    own = groups.places_of(session, person.id, [group.id for group in found.items])
    return Page([{"group": group, "own": own.get(group.id)} for group in found.items], found.next)


def show_session(session: Session, actor: Actor, session_id: UUID) -> dict[str, Any]:
    """A session with its register: who has a place, and who waits."""
    group = _own(session, actor, session_id)
    return with_register(session, actor, group)


def with_register(session: Session, actor: Actor, group: GroupSession) -> dict[str, Any]:
    """A session and the people of it whom the actor may see."""
    places = groups.places_in(session, group.id, policy.visible(actor, group_place.c.participant_id))
    access.list_read(session, actor, (place.participant_id for place in places))
    return {"group": group, "status": group.status(clock.now()), "places": named(session, places)}


def named(session: Session, places: Sequence[GroupPlace]) -> list[dict[str, Any]]:
    """Places with what to call whoever has them."""
    called = participants.called(session, {place.participant_id for place in places})
    return [{"place": place, "called": called.get(place.participant_id)} for place in places]


def own_session(session: Session, actor: Actor, session_id: UUID) -> GroupSession:
    """A session of the actor's organisation, held for update."""
    return _own(session, actor, session_id, for_update=True)


def own_sessions(session: Session, actor: Actor, session_id: UUID, *, following: bool) -> list[GroupSession]:
    """The same, and with `following` those of its series that come after it."""
    group = own_session(session, actor, session_id)
    if not following or group.series_id is None or group.cancelled_at is not None:
        return [group]
    return groups.following(session, group)


def _open(session: Session, group: GroupSession) -> None:
    happened = group.open(reference.in_use("group-kinds", clock.today()), clock.today(), clock.now())
    try:
        appointments.engage(session, group.id, group.led_by, group.starts_at, group.ends_at)
    except Conflict as taken:
        if group.series_id is None:
            raise
        advice = {"weeks": ["There is something in the diary at that time in one of these weeks."]}
        raise Conflict(taken.code, taken.detail, advice) from None
    session.add(group)
    session.flush()
    outbox.record(session, *happened)


def _later(moment: datetime, weeks: int) -> datetime:
    """The same time by the clock on the wall, so many weeks later, also across a change of the clocks."""
    if not weeks:
        return moment
    shown = clock.local(moment)
    return clock.at(shown.date() + timedelta(weeks=weeks), shown.hour, shown.minute)


def _own(session: Session, actor: Actor, session_id: UUID, *, for_update: bool = False) -> GroupSession:
    return policy.found(groups.get(session, session_id, actor.org, for_update=for_update))


def _fill(session: Session, group: GroupSession) -> int:
    given = 0
    for place in groups.first_waiting(session, group):
        if group.taken >= group.capacity:
            break
        whose, starts_at, ends_at = place.participant_id, group.starts_at, group.ends_at
        if appointments.is_engaged(session, whose, starts_at, ends_at):
            continue
        outbox.record(session, *group.move_up(place, clock.today(), clock.now()))
        given += 1
    return given


def leader_of(session: Session, actor: Actor, led_by: UUID | None) -> tuple[UUID, str | None]:
    """Who holds a session, with their name: the actor, or a colleague of theirs."""
    if led_by is None or led_by == actor.id:
        return policy.account_of(actor), actor.name
    colleague = staff.find(session, led_by)
    if colleague is None or colleague.organisation_id != actor.org:
        advice = {"led_by": ["Choose somebody of your organisation."]}
        raise DomainError("not-a-colleague", "Nobody of that name works here.", advice)
    return led_by, colleague.name
