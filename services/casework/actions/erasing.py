"""Erasing a person: looked at, done by a second one, confirmed by every service; and what keeps a record."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.store import access
from services.casework import policy, reference
from services.casework.actions.copied_texts import forget_texts
from services.casework.actions.records import record_of
from services.casework.domain import retention
from services.casework.domain.erasures import Erasure, ErasureAnswer, LegalHold, unconfirmed
from services.casework.domain.errors import Conflict
from services.casework.domain.happened import Happened
from services.casework.domain.retention import Outcome
from services.casework.store import erasures, holdings, imports, mergers, participants
from services.casework.store.erasures import erasure, legal_hold
from services.casework.store.participants import participant

ITSELF = frozenset({erasure.name, erasures.erasure_answer.name})
"""What is written of the erasure is not part of what it is about."""
JOB_SEARCH = "job-search"
"""With this kind go the texts by which near-copies are found."""


def prepare_erasure(session: Session, actor: Actor, participant_id: UUID, reason: str) -> Erasure:
    """Look at what would go, what would stay and why. Nothing is changed by looking."""
    record_of(session, actor, participant_id, for_update=True)
    if erasures.is_held(session, participant_id):
        raise Conflict("legal-hold", "A legal hold stands: nothing of this record may go.")
    prepared = Erasure(
        id=new_id(),
        participant_id=participant_id,
        reason=reason,
        prepared_at=clock.now(),
        prepared_by=policy.account_of(actor),
        prepared_by_name=actor.name,
        forecast=[one.as_plain() for one in forecast(session, participant_id, clock.today())],
    )
    try:
        with session.begin_nested():
            session.add(prepared)
    except IntegrityError:
        raise Conflict("erasure-waiting", "Another erasure of this record waits already.") from None
    return prepared


def do_erasure(session: Session, actor: Actor, erasure_id: UUID) -> Erasure:
    """A second person has it done: what may go goes, in this transaction, and every service is told."""
    prepared = _found(session, actor, erasure_id)
    whose, today = prepared.participant_id, clock.today()
    participants.get(session, whose, for_update=True)
    if prepared.is_whole:
        _require_read_files(session, actor)
    now = forecast(session, whose, today, prepared.kinds)
    held = erasures.is_held(session, whose)
    by = policy.account_of(actor)
    happened = prepared.do(now, by, actor.name, is_held=held, today=today)
    session.flush()
    _apply(session, whose, [one for one in now if one.until is None])
    if prepared.kinds is None or JOB_SEARCH in prepared.kinds:
        forget_texts(session, whose)
    outbox.record(session, *happened)
    if prepared.is_whole:
        holdings.forget_person(session, whose, today)
        for other in mergers.gone_into(session, whose):
            _forget_merged(session, other, today)
    session.expire_all()
    return prepared


def approve_erasure(session: Session, actor: Actor, erasure_id: UUID) -> Erasure:
    """The first of two has looked at what the calendar proposed."""
    prepared = _found(session, actor, erasure_id)
    prepared.approve(policy.account_of(actor), actor.name)
    return prepared


def _require_read_files(session: Session, actor: Actor) -> None:
    """What a file says of the person is found once its rows have been looked at, which takes minutes."""
    if imports.is_unread(session, policy.organisation_of(actor)):
        detail = "A file is being read in, and may say something of this person. Try again in a few minutes."
        raise Conflict("file-unread", detail)


def _forget_merged(session: Session, other: UUID, today: date) -> None:
    """A record that was merged into the one that goes is of the same person: it goes with it, everywhere."""
    _apply(session, other, [one for one in forecast(session, other, today) if one.until is None])
    holdings.forget_person(session, other, today)
    outbox.record(session, Happened("participant.erased", other, {"occurred_on": today}))


def drop_erasure(session: Session, actor: Actor, erasure_id: UUID) -> Erasure:
    """It is not done after all."""
    prepared = _found(session, actor, erasure_id)
    prepared.drop(clock.today())
    return prepared


def erase_rest(session: Session, today: date) -> int:
    """What had to be kept, and need not be any more, goes by itself; how many records that was."""
    due = erasures.with_rest_due(session, today)
    for one in due:
        if not erasures.is_held(session, one.participant_id):
            left = forecast(session, one.participant_id, today)
            _apply(session, one.participant_id, [each for each in left if each.until is None])
            one.wait_for_rest(left)
    return len(due)


def hear_confirmed(session: Session, erasure_id: UUID | None, service: str) -> None:
    """A service says that its part is gone; said twice is said once."""
    if erasure_id is None or (done := erasures.get(session, erasure_id)) is None:
        return
    if service not in {answer.service for answer in erasures.answers(session, erasure_id)}:
        answer = ErasureAnswer(
            erasure_id=erasure_id,
            service=service,
            participant_id=done.participant_id,
            confirmed_at=clock.now(),
        )
        session.add(answer)


def show_erasure(session: Session, actor: Actor, erasure_id: UUID) -> dict[str, Any]:
    """The forecast, and who has confirmed."""
    found = _found(session, actor, erasure_id)
    access.record_read(session, actor, found.participant_id, "erasure")
    return as_shown(session, found)


def as_shown(session: Session, one: Erasure) -> dict[str, Any]:
    """An erasure with the services that have confirmed it, and those that have not."""
    answers = erasures.answers(session, one.id)
    asked = one.done_on is not None and one.is_whole
    return {"erasure": one, "answers": answers, "missing": unconfirmed(answers) if asked else []}


def place_hold(session: Session, actor: Actor, participant_id: UUID, reason: str) -> LegalHold:
    """Nothing of this record may go from now on."""
    record_of(session, actor, participant_id, for_update=True)
    hold = LegalHold(
        id=new_id(),
        participant_id=participant_id,
        reason=reason,
        placed_on=clock.today(),
        placed_by=policy.account_of(actor),
        placed_by_name=actor.name,
    )
    session.add(hold)
    session.flush()
    return hold


def lift_hold(session: Session, actor: Actor, hold_id: UUID) -> LegalHold:
    """It holds no longer."""
    hold = policy.found(erasures.find_hold(session, _mine(actor, legal_hold.c.participant_id), hold_id))
    hold.lift(policy.account_of(actor), actor.name, clock.today())
    return hold


def forecast(
    session: Session, participant_id: UUID, today: date, kinds: Sequence[str] | None = None
) -> list[Outcome]:
    """What would become of a record on that day, or of some kinds of what is in it."""
    counted = holdings.holdings().count(session, participant_id)
    rows = {table: number for table, number in counted.items() if table not in ITSELF}
    ruled = reference.retention()
    if unruled := retention.without_rule(ruled, list(rows)):
        raise Conflict("no-rule", f"Nobody has said what becomes of: {', '.join(sorted(unruled))}.")
    last_paid = holdings.last_payment(session, participant_id)
    found = retention.forecast(ruled, rows, last_paid, today)
    return [one for one in found if kinds is None or one.kind in kinds]


def _apply(session: Session, participant_id: UUID, outcomes: list[Outcome]) -> None:
    """Parts go before what they hang on."""
    fates = {
        table: one.fate
        for one in outcomes
        for kind in reference.retention()
        if kind.code == one.kind
        for table in kind.tables
        if table != participant.name
    }
    for holding in reversed(list(holdings.holdings())):
        if (fate := fates.get(holding.table.name)) is not None:
            holdings.apply(session, holding, participant_id, fate)


def _found(session: Session, actor: Actor, erasure_id: UUID) -> Erasure:
    return policy.found(erasures.find(session, _mine(actor, erasure.c.participant_id), erasure_id))


def _mine(actor: Actor, whose: ColumnElement[UUID]) -> ColumnElement[bool]:
    return policy.controlled(actor, whose)
