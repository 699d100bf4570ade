"""Action plans: drafted by one party, agreed by the other, done by both."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.store import access
from chassis.store.paging import Page, page
from services.casework import policy, reference
from services.casework.actions import waiting
from services.casework.actions.records import read, record_of
from services.casework.domain.codes import known
from services.casework.domain.errors import Conflict
from services.casework.domain.plan_actions import Intention, PlanAction, actions_of
from services.casework.domain.plan_comparison import Comparison, compare
from services.casework.domain.plans import Plan, draft
from services.casework.domain.waiting import PLAN_RETURNED, PLAN_TO_ANSWER
from services.casework.store import plans
from services.casework.store.plans import plan as table


def draft_plan(
    session: Session,
    actor: Actor,
    participant_id: UUID,
    aim: str | None,
    intentions: Sequence[Intention],
    on: date,
    review_on: date | None = None,
) -> Plan:
    """Either party writes the next version; one version at a time is being worked on."""
    record_of(session, actor, participant_id, for_update=True)
    if (unsettled := plans.unsettled(session, participant_id)) is not None:
        detail = f"Version {unsettled.version} is {unsettled.status}. Settle that one first."
        raise Conflict("plan-in-progress", detail)
    id = new_id()
    plan = draft(
        id=id,
        step_id=new_id(),
        participant_id=participant_id,
        version=plans.next_version(session, participant_id),
        aim=aim,
        actions=_actions(id, intentions),
        by=policy.by(actor, participant_id),
        on=on,
        at=clock.now(),
        today=clock.today(),
        review_on=review_on,
    )
    session.add(plan)
    session.flush()
    return plan


def revise_plan(
    session: Session,
    actor: Actor,
    plan: Plan,
    aim: str | None,
    intentions: Sequence[Intention] | None,
    review_on: date | None,
) -> Plan:
    """Its author writes it anew before it is submitted, or after it was given back."""
    by = policy.by(actor, plan.participant_id)
    policy.require(policy.may_write(by, plan), "Only its author changes a plan.")
    actions = plan.actions if intentions is None else _actions(plan.id, intentions)
    plan.revise(aim, actions, by, review_on)
    session.flush()
    return plan


def submit_plan(session: Session, actor: Actor, plan_id: UUID, on: date) -> Plan:
    """Its author puts the plan before the other party."""
    plan = plan_of(session, actor, plan_id, for_update=True)
    by = policy.by(actor, plan.participant_id)
    policy.require(policy.may_write(by, plan), "Only its author submits a plan.")
    outbox.record(session, *plan.submit(id=new_id(), by=by, on=on, at=clock.now(), today=clock.today()))
    if by.party == "participant":
        waiting.for_their_adviser(session, actor, plan.participant_id, PLAN_TO_ANSWER, plan.id)
    return plan


def agree_plan(session: Session, actor: Actor, plan_id: UUID, on: date) -> Plan:
    """The other party than the author agrees the plan; it replaces the version before it."""
    plan = plan_of(session, actor, plan_id, for_update=True)
    by = policy.by(actor, plan.participant_id)
    policy.require(policy.may_answer(by, plan), "The other party than its author agrees a plan.")
    before = plans.agreed(session, plan.participant_id)
    happened = plan.agree(id=new_id(), by=by, on=on, at=clock.now(), today=clock.today())
    if before is not None:
        before.supersede(id=new_id(), by=by, on=on, at=clock.now(), today=clock.today())
    outbox.record(session, *happened)
    return plan


def return_plan(session: Session, actor: Actor, plan_id: UUID, reason: str, on: date) -> Plan:
    """The other party than the author does not agree, and says why."""
    plan = plan_of(session, actor, plan_id, for_update=True)
    by = policy.by(actor, plan.participant_id)
    policy.require(policy.may_answer(by, plan), "The other party than its author returns a plan.")
    plan.give_back(reason, id=new_id(), by=by, on=on, at=clock.now(), today=clock.today())
    if by.party == "participant":
        waiting.for_their_adviser(session, actor, plan.participant_id, PLAN_RETURNED, plan.id)
    return plan


def complete_action(
    session: Session, actor: Actor, plan_id: UUID, action_id: UUID, on: date, note: str | None
) -> Plan:
    """Something in the plan was done."""
    plan = plan_of(session, actor, plan_id, for_update=True)
    policy.found(plan if plan.has_action(action_id) else None)
    by = policy.by(actor, plan.participant_id)
    policy.require(policy.may_complete(by, plan, action_id), "Your adviser says when this is done.")
    outbox.record(session, *plan.complete(action_id, by=by, on=on, today=clock.today(), note=note))
    return plan


def compare_versions(session: Session, actor: Actor, plan_id: UUID, other_id: UUID | None) -> Comparison:
    """Two versions of a person's plan; the one before it, if no other is named. That it was read is noted."""
    plan = show_plan(session, actor, plan_id)
    if other_id is None:
        other = plans.of_version(session, plan.participant_id, plan.version - 1)
    else:
        other = plan_of(session, actor, other_id)
    other = policy.found(other)
    return compare(plan, policy.found(other if other.participant_id == plan.participant_id else None))


def show_plan(session: Session, actor: Actor, plan_id: UUID) -> Plan:
    """One version of a plan. That it was read is written down."""
    plan = plan_of(session, actor, plan_id)
    access.record_read(session, actor, plan.participant_id, "plan")
    return plan


def list_plans(
    session: Session, actor: Actor, participant_id: UUID, *, cursor: str | None, limit: int
) -> Page[Plan]:
    """All versions of a person's plan that the actor may read, the latest first."""
    read(session, actor, participant_id, "plans")
    return page(
        session,
        plans.of(participant_id),
        keys=(table.c.version, table.c.id),
        cursor=cursor,
        limit=limit,
        descending=True,
    )


def plan_of(session: Session, actor: Actor, plan_id: UUID, *, for_update: bool = False) -> Plan:
    """A plan of somebody whose record the actor may see."""
    seen = policy.visible(actor, table.c.participant_id)
    return policy.found(plans.find(session, seen, plan_id, for_update=for_update))


def check_towards(intentions: Sequence[Intention]) -> None:
    """Only barriers that the reference data knows."""
    barriers = reference.in_use("barriers", clock.today())
    for intention in intentions:
        if intention.towards_kind == "barrier":
            known(intention.towards, barriers, "actions")


def _actions(plan_id: UUID, intentions: Sequence[Intention]) -> list[PlanAction]:
    check_towards(intentions)
    return actions_of(plan_id, [(new_id(), intention) for intention in intentions])
