"""Asking for something in a record to be put right, and answering that."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from services.casework import policy, reference
from services.casework.actions.records import record_of
from services.casework.domain.codes import known
from services.casework.domain.corrections import CorrectionRequest
from services.casework.store import corrections
from services.casework.store.corrections import correction_request


def ask_for_correction(
    session: Session,
    actor: Actor,
    participant_id: UUID,
    *,
    part: str,
    wrong: str,
    right: str,
    on: date | None,
) -> CorrectionRequest:
    """Something is wrong: the person says what, and what would be right."""
    record_of(session, actor, participant_id)
    by = policy.by(actor, participant_id)
    known(part, reference.in_use("correction-parts", clock.today()), "part")
    request = CorrectionRequest(
        id=new_id(),
        participant_id=participant_id,
        asked_on=on or clock.today(),
        party=by.party,
        asked_by=by.account_id,
        asked_by_name=actor.name,
        recorded_at=clock.now(),
        part=part,
        wrong=wrong,
        right=right,
    )
    request.ask(clock.today())
    session.add(request)
    session.flush()
    return request


def decide_correction(
    session: Session, actor: Actor, correction_id: UUID, decision: str, reason: str | None
) -> CorrectionRequest:
    """It has been put right, or it is refused and the person reads why."""
    seen = policy.visible(actor, correction_request.c.participant_id)
    request = policy.found(corrections.find(session, seen, correction_id))
    request.decide(decision, reason, policy.account_of(actor), actor.name, clock.today())
    return request
