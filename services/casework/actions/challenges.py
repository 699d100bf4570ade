"""Challenges to recommendations: which wait for a person, and what that person answers."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.store import access
from chassis.store.paging import Page, page
from services.casework import policy
from services.casework.store import offers, participants, recommendations
from services.casework.store.recommendations import recommendation as table
from services.casework.store.recommendations import recommendation_answer


def list_challenges(
    session: Session, actor: Actor, *, waiting: bool, cursor: str | None, limit: int
) -> Page[dict[str, Any]]:
    """What was challenged by or for people whom the actor may see. That each was read is written down."""
    query = recommendations.challenges(policy.visible(actor, table.c.participant_id), waiting=waiting)
    keys = (recommendation_answer.c.recorded_at, recommendation_answer.c.id)
    found = page(session, query, keys=keys, cursor=cursor, limit=limit)
    names = participants.called(session, {row[0].participant_id for row in found.items})
    for row in found.items:
        access.record_read(session, actor, row[0].participant_id, "challenge")
    items = [
        {"recommendation": row[0], "challenge": row[1], "called": names.get(row[0].participant_id, "")}
        for row in found.items
    ]
    return Page(items, found.next)


def answer_challenge(
    session: Session, actor: Actor, recommendation_id: UUID, outcome: str, words: str, on: date
) -> dict[str, Any]:
    """An adviser or team leader, but not whoever wrote it down, looks at a challenge and answers it."""
    seen = policy.visible(actor, table.c.participant_id)
    one = policy.found(recommendations.find(session, seen, recommendation_id, for_update=True))
    by = policy.by(actor, one.participant_id)
    policy.require(by.party == "adviser", "Somebody of the organisation answers a challenge.")
    how: dict[str, Any] = {"id": new_id(), "by": by, "on": on, "at": clock.now(), "today": clock.today()}
    outbox.record(session, *one.reply(outcome, words, **how))
    session.flush()
    offer = None if one.offer_id is None else offers.get(session, one.offer_id)
    return {"recommendation": one, "offer": offer}
