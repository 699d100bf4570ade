"""Keeping in touch with people in work: a question now and then, its answer, and a warning of silence."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.problems import NotFound
from chassis.store import access
from chassis.store.paging import Page, page
from services.casework import policy, reference
from services.casework.actions.contacts import Said, record_contact
from services.casework.actions.records import read
from services.casework.domain.codes import known
from services.casework.domain.dates import not_in_future
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.in_work import HELP, LEFT, QUIET, InWorkPlan, InWorkRules, returns
from services.casework.domain.spells import Spell
from services.casework.store import calls, in_work, participants, spells
from services.casework.store.in_work import in_work_plan as table
from services.casework.store.spells import spell as spell_table

AT_ONCE = 100
REASONS = {HELP: "in-work-help", QUIET: "in-work-quiet"}
"""Why somebody is on the call list."""


def open_plan(session: Session, actor: Actor, spell_id: UUID) -> InWorkPlan:
    """From now on this person is asked now and then how the job is going."""
    spell = _spell(session, actor, spell_id)
    if in_work.for_spell(session, spell_id) is not None:
        raise Conflict("already-in-touch", "We keep in touch about this job already.")
    by = policy.account_of(actor)
    plan = InWorkPlan.open(new_id(), spell, _rules(), by=by, at=clock.now(), today=clock.today())
    session.add(plan)
    session.flush()
    return plan


def answer_check(
    session: Session,
    actor: Actor,
    check_id: UUID,
    answer: str,
    note: str | None,
    on: date,
    *,
    call_id: UUID | None = None,
    because: str | None = None,
) -> InWorkPlan:
    """An answer came: typed by the person, or by whoever heard it.

    With a call of the call list it was heard on that call, which is made by it: one form for both.
    """
    seen = policy.visible(actor, table.c.participant_id)
    plan = policy.found(in_work.of_check(session, seen, check_id))
    check = next(one for one in plan.checks if one.id == check_id)
    by = policy.account_of(actor)
    if call_id is not None:
        said = note or reference.labels("in-work-answers")[answer]["en"]
        _made(session, actor, plan, call_id, said, because)
    happened = plan.answer(check, answer, note, on=on, by=by, at=clock.now(), today=clock.today())
    calls.drop_about(session, check.id, clock.now())
    calls.drop_about(session, plan.id, clock.now())
    if plan.state == HELP and call_id is None:
        _ring(session, plan, HELP)
    outbox.record(session, *happened)
    return plan


def receive_reply(session: Session, actor: Actor, phone: str, text: str) -> InWorkPlan:
    """A text came back from a phone: it answers the question that was put to it last."""
    seen = policy.visible(actor, in_work.in_work_check.c.participant_id)
    asked = (row.id for row in in_work.unanswered(session, seen) if row.card.phone == phone)
    check_id = next(asked, None)
    if check_id is None:
        raise NotFound("Nobody with this phone is waiting to be heard.")
    meaning = _rules().meaning(text) or "ring-me"
    return answer_check(session, actor, check_id, meaning, text, clock.today())


def settle_plan(session: Session, actor: Actor, plan_id: UUID) -> InWorkPlan:
    """Somebody has spoken to them: they are off the list of those to worry about."""
    plan = _plan(session, actor, plan_id)
    plan.settle()
    calls.drop_about(session, plan.id, clock.now())
    return plan


def stop_plan(session: Session, actor: Actor, plan_id: UUID) -> InWorkPlan:
    """They are asked no more."""
    plan = _plan(session, actor, plan_id)
    plan.stop(clock.today())
    calls.drop_about(session, plan.id, clock.now())
    return plan


def stop_asking(session: Session, participant_id: UUID) -> None:
    """The person does not want to be asked later how things are: they are asked no more, about any job."""
    for plan in in_work.of(session, participant_id):
        if plan.stopped_on is None:
            plan.stop(clock.today())
            calls.drop_about(session, plan.id, clock.now())


def show_in_work(session: Session, actor: Actor, participant_id: UUID) -> dict[str, Any]:
    """How it goes with somebody in work: questions and answers, leaving and coming back, what was seen."""
    read(session, actor, participant_id, "staying in work")
    return {
        "plans": in_work.of(session, participant_id),
        "returns": returns(spells.standing(session, participant_id)),
        "employers": in_work.contacts_of(session, participant_id),
        "evidence": in_work.evidence_of(session, participant_id),
    }


def list_board(session: Session, actor: Actor, *, cursor: str | None, limit: int) -> Page[dict[str, Any]]:
    """Everybody in work with whom we keep in touch; those first who ask for help or have gone quiet."""
    seen = policy.visible(actor, table.c.participant_id)
    keys = (table.c.rank, table.c.id)
    found = page(session, in_work.board(seen), keys=keys, cursor=cursor, limit=limit)
    access.list_read(session, actor, [row[0].participant_id for row in found.items])
    rules = _rules()
    return Page([_on_board(row, rules) for row in found.items], found.next)


def keep_employer_contact(
    session: Session, actor: Actor, spell_id: UUID, *, may_contact: bool, name: str | None, phone: str | None
) -> dict[str, Any]:
    """Whether the person agrees that their employer is asked, and whom."""
    spell = _spell(session, actor, spell_id)
    if not may_contact and (name or phone):
        advice = {"name": ["Leave name and phone out, or tick that they agree."]}
        raise DomainError("not-agreed", "They do not agree that the employer is asked.", advice)
    values = {
        "spell_id": spell.id,
        "participant_id": spell.participant_id,
        "may_contact": may_contact,
        "name": name,
        "phone": phone,
        "recorded_by": policy.account_of(actor),
        "recorded_at": clock.now(),
    }
    in_work.keep_contact(session, **values)
    return values


def see_evidence(
    session: Session, actor: Actor, spell_id: UUID, kind: str, seen_on: date, note: str | None
) -> dict[str, Any]:
    """Something was seen that shows that somebody is in work."""
    spell = _spell(session, actor, spell_id)
    known(kind, reference.in_use("work-evidence", clock.today()), "kind")
    not_in_future(seen_on, clock.today(), "seen_on")
    values = {
        "id": new_id(),
        "spell_id": spell.id,
        "participant_id": spell.participant_id,
        "kind": kind,
        "seen_on": seen_on,
        "note": note,
        "recorded_by": policy.account_of(actor),
        "recorded_at": clock.now(),
    }
    in_work.keep_evidence(session, **values)
    return values


def ask_due(session: Session, today: date) -> int:
    """Ask those whose day has come, and notice who has stopped answering; how many were looked at."""
    plans = in_work.due(session, today, AT_ONCE)
    for plan in plans:
        outbox.record(session, *_looked_at(session, plan, _rules(), today))
    return len(plans)


def _looked_at(session: Session, plan: InWorkPlan, rules: InWorkRules, today: date) -> list[Any]:
    spell = session.get_one(Spell, plan.spell_id)
    if spell.state != "current":
        plan.stop(today)
        return []
    happened = plan.look(rules, today)
    if happened:
        _ring(session, plan, QUIET)
    if plan.next_on is not None and plan.next_on <= today:
        happened += plan.ask(new_id(), rules, today)
    session.flush()
    return happened


def _ring(session: Session, plan: InWorkPlan, why: str) -> None:
    """Their adviser is to ring them."""
    rules = _rules()
    person = participants.card_of(session, plan.participant_id)
    scripts = rules.scripts[why]
    calls.keep(
        session,
        new_id(),
        participant_id=plan.participant_id,
        reason=REASONS[why],
        about=plan.id,
        due_on=clock.today() + timedelta(days=rules.ring_within),
        script=scripts.get(person.language, scripts["en"]),
        needed_at=clock.now(),
    )


def _made(
    session: Session, actor: Actor, plan: InWorkPlan, call_id: UUID, said: str, because: str | None
) -> None:
    """The call is on the timeline, and off the list."""
    policy.require(policy.by(actor, plan.participant_id).party == "adviser", "An adviser makes calls.")
    heard = Said(channel="phone", direction="out", summary=said, call_id=call_id, because=because)
    record_contact(session, actor, plan.participant_id, heard)


def _on_board(row: Any, rules: InWorkRules) -> dict[str, Any]:
    plan, full_name, called, employer, ended_on = row[:5]
    last = plan.last
    return {
        "plan": plan,
        "full_name": full_name,
        "called": called,
        "employer": employer,
        "state": LEFT if ended_on is not None else plan.state,
        "missed": plan.missed(clock.today(), rules.wait),
        "asked_on": last.asked_on if last else None,
        "answer": last.answer if last else None,
    }


def _spell(session: Session, actor: Actor, spell_id: UUID) -> Spell:
    seen = policy.visible(actor, spell_table.c.participant_id)
    return policy.found(spells.find(session, seen, spell_id, for_update=True))


def _plan(session: Session, actor: Actor, plan_id: UUID) -> InWorkPlan:
    return policy.found(in_work.find(session, policy.visible(actor, table.c.participant_id), plan_id))


def _rules() -> InWorkRules:
    return reference.in_work_rules(clock.today())
