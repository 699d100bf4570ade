"""A plan that holds: actions added, begun, done or given up, evidence, reminders, and reviews."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from services.casework import policy
from services.casework.actions import waiting
from services.casework.actions.documents import add_document
from services.casework.actions.plans import check_towards, plan_of
from services.casework.domain.errors import DomainError
from services.casework.domain.plan_actions import Intention
from services.casework.domain.plans import Plan
from services.casework.domain.waiting import EVIDENCE
from services.casework.store import documents, plans
from services.casework.store.documents import document


def add_action(session: Session, actor: Actor, plan_id: UUID, intention: Intention, on: date) -> Plan:
    """A party adds something that they will do themselves."""
    plan = plan_of(session, actor, plan_id, for_update=True)
    check_towards([intention])
    by = policy.by(actor, plan.participant_id)
    outbox.record(session, *plan.add(intention, id=new_id(), by=by, on=on, today=clock.today()))
    session.flush()
    return plan


def note_progress(
    session: Session, actor: Actor, plan_id: UUID, action_id: UUID, step: str, reason: str | None, on: date
) -> Plan:
    """An action was begun, was not done, or is not to be done any more."""
    plan = _plan_with(session, actor, plan_id, action_id)
    plan.progress(action_id, step, reason, **_told(actor, plan, action_id, on))
    session.flush()
    return plan


def show_evidence(
    session: Session,
    actor: Actor,
    plan_id: UUID,
    action_id: UUID,
    words: str | None,
    document_id: UUID | None,
    handed_in: Mapping[str, Any] | None,
    on: date,
) -> Plan:
    """Somebody says what shows how far an action has got, or which of the person's documents does: one that
    is kept already, or one that they hand in with it. Both are kept, or neither.
    """
    plan = _plan_with(session, actor, plan_id, action_id)
    told = _told(actor, plan, action_id, on, needs_owner=False)
    if handed_in is not None:
        if document_id is not None:
            advice = {"document_id": ["Choose one that is kept here, or hand one in: not both."]}
            raise DomainError("two-documents", "One document shows it at a time.", advice)
        document_id = _kept(session, actor, plan, handed_in)
    elif document_id is not None:
        _require_theirs(session, actor, plan, document_id)
    plan.show_evidence(action_id, words, **told, document_id=document_id)
    session.flush()
    if told["by"].party == "participant":
        waiting.for_their_adviser(session, actor, plan.participant_id, EVIDENCE, plan.id)
    return plan


def _kept(session: Session, actor: Actor, plan: Plan, handed_in: Mapping[str, Any]) -> UUID:
    """The id of the document that came with it."""
    try:
        new = add_document(session, actor, plan.participant_id, **handed_in)
    except DomainError as refused:
        errors = {f"document.{name}": advice for name, advice in refused.errors.items()}
        raise type(refused)(refused.code, refused.detail, errors) from None
    session.flush()
    return new.id


def _require_theirs(session: Session, actor: Actor, plan: Plan, document_id: UUID) -> None:
    seen = policy.visible(actor, document.c.participant_id)
    kept = documents.find(session, seen & (document.c.participant_id == plan.participant_id), document_id)
    if kept is None or kept.withdrawn_on is not None:
        advice = {"document_id": ["Choose one of this person’s documents."]}
        raise DomainError("no-such-document", "There is no such document.", advice)


def review_plan(
    session: Session, actor: Actor, plan_id: UUID, note: str, next_on: date | None, on: date
) -> Plan:
    """Both have looked at the plan again; either may write down what they found."""
    plan = plan_of(session, actor, plan_id, for_update=True)
    by = policy.by(actor, plan.participant_id)
    told: dict[str, Any] = {"id": new_id(), "by": by, "on": on, "at": clock.now(), "today": clock.today()}
    outbox.record(session, *plan.review(note, next_on, **told))
    session.flush()
    return plan


def remind(session: Session, limit: int = 100) -> int:
    """Remind of what is to be done soon, each thing once; answers in how many plans there was something."""
    today = clock.today()
    found = plans.with_actions_to_remind(session, today, limit)
    for plan in found:
        due = [action for action in plan.actions if action.is_to_remind(today)]
        outbox.record(session, *(fact for action in due for fact in plan.remind(action, today)))
    session.flush()
    return len(found)


def _plan_with(session: Session, actor: Actor, plan_id: UUID, action_id: UUID) -> Plan:
    plan = plan_of(session, actor, plan_id, for_update=True)
    return policy.found(plan if plan.has_action(action_id) else None)


def _told(actor: Actor, plan: Plan, action_id: UUID, on: date, *, needs_owner: bool = True) -> dict[str, Any]:
    """Whose word it is and when; what an adviser is to do, an adviser speaks about."""
    by = policy.by(actor, plan.participant_id)
    may = not needs_owner or policy.may_complete(by, plan, action_id)
    policy.require(may, "Your adviser says how this goes.")
    return {"id": new_id(), "by": by, "on": on, "at": clock.now(), "today": clock.today()}
