"""Milestones and claims follow from the facts: worked out when a fact changes, and as time passes."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.ids import new_id
from chassis.messaging import outbox
from services.casework.actions.derived import Derived
from services.casework.domain.derivation import Step
from services.casework.domain.ledger import entry
from services.casework.store import claims, derivations, expectations, grounds, ledger, milestones


def derive_due(session: Session, today: date, limit: int = 100) -> int:
    """Bring up to date some of those for whom something may have come due; answers how many."""
    due = derivations.due(session, today, limit)
    _derive(session, due, today)
    return len(due)


def derive(session: Session, participant_id: UUID, today: date) -> None:
    """Bring a person's milestones and claims into line with the facts, one at a time for each person."""
    derivations.hold(session, participant_id)
    _derive(session, [participant_id], today)


def write(session: Session, steps: Sequence[Step]) -> None:
    """Keep what happened to claims, each with its row in the ledger, and say so."""
    claims.keep(session, [step.claim for step in steps])
    by, now = session.info["actor"].id, clock.now()
    entries = [
        entry(step.claim, step.posting, step.occurred_on, id=new_id(), by=by, at=now)
        for step in steps
        if step.posting is not None
    ]
    ledger.add(session, entries)
    outbox.record(session, *(fact for step in steps for fact in step.happened))


def _derive(session: Session, ids: Collection[UUID], today: date) -> None:
    """For several who are held, with as many statements as for one."""
    if not ids:
        return
    nation = session.info["service"].settings.nation
    found = [Derived(ground, today, nation) for ground in grounds.of(session, ids)]
    # What falls is written before what stands in its place: the database lets no two stand for one fee.
    session.flush()
    for each in found:
        each.bring_forward()
    milestones.add(session, [milestone for each in found for milestone in each.milestones])
    outbox.record(session, *(fact for each in found for fact in each.happened))
    write(session, [step for each in found for step in each.steps])
    expectations.replace(session, [one for each in found for one in each.expected])
    derivations.next_due(session, {each.ground.participant_id: each.next_on for each in found})
