"""Copies of everything that is held about a person: asked for, gathered from every service, released."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.store import access
from services.casework import policy
from services.casework.actions.records import record_of
from services.casework.domain.access_requests import AccessAnswer, AccessRequest, still_missing
from services.casework.domain.redactions import Keyed, Tables, given
from services.casework.store import access_requests, holdings, redactions
from services.casework.store.access_requests import access_request

COPY = "copy of everything"
"""What the access log calls it."""
OURS = redactions.OURS


def ask_for_copy(session: Session, actor: Actor, participant_id: UUID, on: date | None) -> AccessRequest:
    """The person wants a copy; or an adviser or the data-protection officer was told so."""
    record_of(session, actor, participant_id)
    by = policy.by(actor, participant_id)
    request = AccessRequest(
        id=new_id(),
        participant_id=participant_id,
        asked_on=on or clock.today(),
        party=by.party,
        asked_by=by.account_id,
        asked_by_name=actor.name,
        recorded_at=clock.now(),
    )
    happened = request.ask(clock.today())
    session.add(request)
    session.flush()
    outbox.record(session, *happened)
    return request


def extend(session: Session, actor: Actor, request_id: UUID, reason: str) -> AccessRequest:
    """It is complex, so it takes up to two more months; the person reads why."""
    request = found(session, actor, request_id, for_update=True)
    request.extend(reason, clock.today())
    return request


def release(session: Session, actor: Actor, request_id: UUID) -> AccessRequest:
    """The copy is whole and has been looked at: the person may have it, as it is now. What is recorded later
    is not in it, for nobody has looked at that.
    """
    request = found(session, actor, request_id, for_update=True)
    missing = still_missing(access_requests.answers(session, request_id))
    happened = request.release(policy.account_of(actor), actor.name, missing, clock.today())
    ours = holdings.holdings().of(session, request.participant_id)
    rows = sum(len(those) for those in ours.values())
    _answer(session, request, OURS, {"kept": False, "rows": rows, "held": ours})
    outbox.record(session, *happened)
    return request


def hear_answer(session: Session, request_id: UUID, service: str, said: dict[str, Any]) -> None:
    """A service has answered for its part; said twice is said once."""
    request = access_requests.get(session, request_id)
    known = {answer.service for answer in access_requests.answers(session, request_id)}
    if request is None or service in known:
        return
    _answer(session, request, service, said)


def _answer(session: Session, request: AccessRequest, service: str, said: dict[str, Any]) -> None:
    answer = AccessAnswer(
        request_id=request.id,
        service=service,
        participant_id=request.participant_id,
        answered_at=clock.now(),
        **said,
    )
    session.add(answer)
    session.flush()


def with_answers(session: Session, requests: Sequence[AccessRequest]) -> list[dict[str, Any]]:
    """Each request with who has answered, and who has not yet."""
    answered = [(one, access_requests.answers(session, one.id)) for one in requests]
    return [
        {"request": one, "answers": answers, "missing": still_missing(answers)} for one, answers in answered
    ]


def copy_of(session: Session, actor: Actor, request_id: UUID, *, as_given: bool = False) -> dict[str, Any]:
    """Everything, as one document. That it was taken is written down in the record itself.

    The officer sees what is left out, and by what each entry is known, unless they look at it `as_given`.
    """
    request = found(session, actor, request_id)
    whose = request.participant_id
    policy.require(
        policy.may_take_copy(actor, policy.by(actor, whose), request),
        "The copy is for the person, once the data-protection officer has released it.",
    )
    access.record_read(session, actor, whose, COPY)
    answers = access_requests.answers(session, request_id)
    person = record_of(session, actor, whose)
    keyed, left_out = keyed_of(session, request, answers), redactions.of(session, request_id)
    whole = policy.may_redact(actor) and not as_given
    return {
        "request_id": request.id,
        "reference": person.reference,
        "full_name": person.full_name,
        "asked_on": request.asked_on,
        "released_on": request.released_on,
        "made_at": clock.now(),
        "held": given(keyed, {} if whole else redactions.reasons(left_out)),
        "keys": _keys(keyed) if whole else None,
        "left_out": left_out if whole else None,
        "kept_elsewhere": [one.service for one in answers if one.kept],
        "missing": still_missing(answers),
        "readings": _readings(session, whose),
        "told_others": [{"event": type_, "at": at} for type_, at in holdings.told_others(session, whose)],
    }


def keyed_of(session: Session, request: AccessRequest, answers: Sequence[AccessAnswer]) -> Keyed:
    """What is held, each row under what it is known by. Ours is what stood there when it was released."""
    held = {one.service: cast(Tables, one.held or {}) for one in answers if not one.kept}
    if OURS not in held:
        ours: dict[str, Tables] = {OURS: holdings.holdings().of(session, request.participant_id)}
        held = ours | held
    return {service: redactions.keyed(service, tables) for service, tables in held.items()}


def _keys(keyed: Keyed) -> dict[str, dict[str, list[str]]]:
    return {
        service: {table: list(rows) for table, rows in tables.items()} for service, tables in keyed.items()
    }


def _readings(session: Session, participant_id: UUID) -> list[dict[str, Any]]:
    rows = session.execute(access.reads_of(session, participant_id))
    names = ("at", "actor_name", "roles", "org", "what", "reason")
    return [{name: row._mapping[name] for name in names} for row in rows]


def found(session: Session, actor: Actor, request_id: UUID, *, for_update: bool = False) -> AccessRequest:
    """One request of somebody who may be seen."""
    seen = policy.visible(actor, access_request.c.participant_id)
    return policy.found(access_requests.find(session, seen, request_id, for_update=for_update))
