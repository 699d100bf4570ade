"""Absences that ask for a word with the person; the adviser's list of them."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import calendars, clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.store import access
from chassis.store.paging import Page, page
from services.casework import policy, reference
from services.casework.domain.absences import FollowUp, asks_for_a_word
from services.casework.domain.participants import Participant
from services.casework.reference import meetings
from services.casework.store import absences, participants
from services.casework.store.absences import follow_up as table


def look_at_absences(session: Session, person: Participant) -> FollowUp | None:
    """After somebody did not come: whether it asks for a word. The record is held, so it asks once."""
    settings, today = session.info["service"].settings, clock.today()
    rules = meetings.rules(today)
    session.flush()
    missed = asks_for_a_word(
        absences.of(session, person.id, settings.timezone),
        absences.followed_up(session, person.id),
        rules.absences,
        today,
    )
    if not missed:
        return None
    raised = FollowUp(
        id=new_id(),
        participant_id=person.id,
        organisation_id=person.organisation_id,
        adviser_id=person.adviser_id,
        rules_version=rules.version,
        absences=[each.id for each in missed],
        raised_on=today,
        due_on=calendars.add_working_days(today, rules.absences.follow_up_working_days, settings.nation),
    )
    session.add(raised)
    session.flush()
    return raised


def list_follow_ups(
    session: Session, actor: Actor, *, mine: bool, cursor: str | None, limit: int
) -> Page[dict[str, Any]]:
    """With whom somebody has yet to have a word, the most pressing first."""
    whose = policy.account_of(actor) if mine or not actor.has("team leader") else None
    seen = policy.visible(actor, table.c.participant_id)
    query = absences.open_ones(seen, whose)
    found = page(session, query, keys=(table.c.due_on, table.c.id), cursor=cursor, limit=limit)
    access.list_read(session, actor, (one.participant_id for one in found.items))
    called = participants.called(session, {one.participant_id for one in found.items})
    shown = [
        {"follow_up": one, "called": called.get(one.participant_id), "times": len(one.absences)}
        for one in found.items
    ]
    return Page(shown, found.next)


def close_follow_up(
    session: Session, actor: Actor, follow_up_id: UUID, outcome: str, note: str | None
) -> FollowUp:
    """Somebody has seen to it, and says what came of it."""
    seen = policy.visible(actor, table.c.participant_id)
    one = policy.found(absences.find(session, seen, follow_up_id))
    allowed = reference.in_use("follow-up-outcomes", clock.today())
    one.close(outcome, allowed, note, policy.account_of(actor), actor.name, clock.now())
    return one
