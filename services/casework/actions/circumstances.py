"""Recording how a person's life is, and deriving what stands between them and work."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.store.paging import Page, page
from services.casework import policy, reference
from services.casework.actions.records import read, record_of
from services.casework.domain.barriers import Barrier, derive, standing_codes
from services.casework.domain.circumstances import Circumstance, check_details, standing
from services.casework.domain.dates import not_in_future
from services.casework.domain.errors import DomainError
from services.casework.domain.happened import Happened
from services.casework.domain.participants import Participant
from services.casework.store import circumstances, recommendations
from services.casework.store.circumstances import circumstance as table

OFFLINE = frozenset({"none"})


def record_circumstances(
    session: Session, actor: Actor, participant_id: UUID, told: Mapping[str, Mapping[str, Any]], on: date
) -> list[dict[str, Any]]:
    """Somebody told us how things are, topic by topic, from one day on; answers the barriers that follow."""
    person = record_of(session, actor, participant_id, for_update=True)
    _check_told(told, on)
    session.add_all(_circumstance(actor, person, topic, details, on) for topic, details in told.items())
    session.flush()
    barriers = derive_barriers(session, participant_id)
    recommendations.mark_due(session, participant_id)
    facts = {"occurred_on": on, "barriers": sorted(standing_codes(barriers))}
    happened = [Happened("participant.circumstances-recorded", participant_id, facts)]
    outbox.record(session, *happened, *_reach(session, person))
    return barriers_of(session, participant_id)


def derive_barriers(session: Session, participant_id: UUID) -> list[Barrier]:
    """What the rules make of everything that was told, kept for lists and for planning."""
    history = circumstances.history(session, participant_id)
    derived = derive(participant_id, history, reference.barrier_books(), clock.today())
    circumstances.replace_barriers(session, participant_id, derived)
    return derived


def list_circumstances(
    session: Session, actor: Actor, participant_id: UUID, *, topic: str | None, cursor: str | None, limit: int
) -> Page[dict[str, Any]]:
    """What was told, the latest first; `is_current` marks what holds today."""
    read(session, actor, participant_id, "circumstances")
    history = circumstances.history(session, participant_id)
    current = {one.id for one in standing(history, clock.today()).values()}
    query = circumstances.told(participant_id)
    found = page(
        session,
        query if topic is None else query.where(table.c.topic == topic),
        keys=(table.c.occurred_on, table.c.id),
        cursor=cursor,
        limit=limit,
        descending=True,
    )
    items = [{"circumstance": one, "is_current": one.id in current} for one in found.items]
    return Page(items, found.next)


def list_barriers(session: Session, actor: Actor, participant_id: UUID) -> list[dict[str, Any]]:
    """What stands or stood between the person and work, and why we think so."""
    read(session, actor, participant_id, "barriers")
    return barriers_of(session, participant_id)


def barriers_of(session: Session, participant_id: UUID) -> list[dict[str, Any]]:
    """The barriers with their names; those that stand come first."""
    labels = reference.labels("barriers")
    found = circumstances.barriers(session, participant_id)
    ordered = sorted(found, key=lambda barrier: (barrier.until_on is not None, barrier.from_on, barrier.code))
    return [{"barrier": barrier, "label": labels.get(barrier.code, {})} for barrier in ordered]


def _check_told(told: Mapping[str, Mapping[str, Any]], on: date) -> None:
    not_in_future(on, clock.today())
    if not told:
        advice = {"circumstances": ["Tell us about at least one topic."]}
        raise DomainError("nothing-said", "Nothing was told.", advice)


def _circumstance(
    actor: Actor, person: Participant, topic: str, details: Mapping[str, Any], on: date
) -> Circumstance:
    by = policy.by(actor, person.id)
    return Circumstance(
        id=new_id(),
        participant_id=person.id,
        topic=topic,
        details=check_details(topic, details, reference.shapes()),
        occurred_on=on,
        recorded_at=clock.now(),
        recorded_by=by.account_id,
        party=by.party,
        assisted=by.assisted,
    )


def _reach(session: Session, person: Participant) -> list[Happened]:
    """Whoever has neither device nor connection is not sent anything to read on one."""
    history = circumstances.history(session, person.id)
    online = standing(history, clock.today()).get("digital_access")
    if online is None:
        return []
    ways = {online.details.get("device"), online.details.get("connection")}
    return person.reachable_online(ways.isdisjoint(OFFLINE))
