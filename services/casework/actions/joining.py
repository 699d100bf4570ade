"""Asking to join: begun and saved by the person or with an adviser, settled by staff."""

import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.problems import NotFound
from chassis.store.paging import Page, page
from services.casework import policy
from services.casework.actions import consents
from services.casework.actions.duplicates import alike
from services.casework.actions.records import record_of
from services.casework.actions.registration import Basis, register_participant
from services.casework.domain import joining as rules
from services.casework.domain.codes import known
from services.casework.domain.joining import JoiningRequest
from services.casework.domain.participants import Participant, Registration
from services.casework.store import joining
from services.casework.store.joining import joining_request as table

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Without the letters and figures that are taken for one another."""
GROUPS, LETTERS = 3, 4


def begin_alone(session: Session, actor: Actor, organisation_id: UUID) -> tuple[JoiningRequest, str]:
    """Somebody begins by themselves; the code, told once, is all that leads back to it."""
    _require_nobody(actor)
    here = {str(id): name for id, name in joining.organisations_with_advisers(session)}
    known(str(organisation_id), here, "organisation_id")
    code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))
    begun = _new(organisation_id, rules.PERSON, None)
    joining.add(session, begun, code)
    return begun, code


def begin_together(
    session: Session, actor: Actor, told: Mapping[str, Any], referral_id: UUID | None
) -> JoiningRequest:
    """An adviser begins with somebody who is there, or from a referral that came in."""
    origin = rules.ADVISER if referral_id is None else rules.REFERRAL
    begun = _new(policy.organisation_of(actor), origin, policy.account_of(actor))
    begun.referral_id = referral_id
    begun.answer(told, clock.now())
    joining.add(session, begun, None)
    return begun


def under_code(session: Session, actor: Actor, code: str) -> JoiningRequest:
    """What was begun under a code. A wrong code, an old one and one that was sent answer alike: nothing."""
    _require_nobody(actor)
    found = joining.by_code(session, code)
    if found is None or not found.is_open(clock.now()):
        raise NotFound("Nothing is open under this code. It may have been sent, or too much time has passed.")
    return found


def find_request(session: Session, actor: Actor, request_id: UUID) -> JoiningRequest:
    """One request to the actor's organisation; what somebody has begun alone is theirs until they send it."""
    found = policy.found(joining.find(session, joining.of_organisation(actor), request_id))
    if found.origin == rules.PERSON and found.sent_at is None:
        raise NotFound
    return found


def list_requests(session: Session, actor: Actor, *, cursor: str | None, limit: int) -> Page[JoiningRequest]:
    """Those that wait for somebody of staff, the one that waits longest first; and what one has begun."""
    return page(
        session,
        joining.waiting(joining.of_organisation(actor), actor.id),
        keys=(table.c.begun_at, table.c.id),
        cursor=cursor,
        limit=limit,
    )


def answer(session: Session, request: JoiningRequest, told: Mapping[str, Any]) -> JoiningRequest:
    """Some more is told."""
    request.answer(told, clock.now())
    session.flush()
    return request


def send(session: Session, request: JoiningRequest) -> JoiningRequest:
    """The person asks to join."""
    request.send(clock.now())
    session.flush()
    return request


def who_is_alike(session: Session, actor: Actor, registration: Registration | None) -> list[Any]:
    """Those whom the actor may see who may be the person that asks."""
    asked = [] if registration is None else [registration]
    return [one for found in alike(session, actor, asked) for one, _ in found]


def accept(
    session: Session,
    actor: Actor,
    request: JoiningRequest,
    registration: Registration,
    bases: list[Basis],
    *,
    different_person: bool,
) -> Participant:
    """A record is made of what was told, on grounds that somebody of staff has given."""
    request.check_complete()
    person = register_participant(session, actor, registration, bases, different_person=different_person)
    _settle(session, actor, request, rules.REGISTERED, person.id)
    return person


def recognise(session: Session, actor: Actor, request: JoiningRequest, participant_id: UUID) -> None:
    """The person is with us already: what they agreed to is written into the record that is there."""
    record_of(session, actor, participant_id)
    _settle(session, actor, request, rules.RECOGNISED, participant_id)


def refuse(
    session: Session, actor: Actor, request: JoiningRequest, reason: str, told: Registration | None
) -> None:
    """They cannot join here, for a reason that is kept without what they told. Whoever asked by themselves is
    told that it is so, by the way that they gave.
    """
    card = None
    if told is not None:
        names = {"name": told.full_name, "called": told.called or told.full_name}
        card = told.card.as_plain() | {"digital_access": told.card.is_online} | names
    by, now = policy.account_of(actor), clock.now()
    happened = request.settle(rules.REFUSED, by, now, reason=reason, on=clock.today(), card=card)
    session.flush()
    outbox.record(session, *happened)


def forget_beginnings(session: Session) -> int:
    """What somebody began to tell and did not go on with is forgotten; answers how many."""
    return joining.forget_old(session, clock.now())


def _settle(session: Session, actor: Actor, request: JoiningRequest, outcome: str, whose: UUID) -> None:
    agreed, begun_on = request.answers.get("agreed", ()), clock.local(request.begun_at).date()
    happened = request.settle(outcome, policy.account_of(actor), clock.now(), whose=whose, on=clock.today())
    session.flush()
    outbox.record(session, *happened)
    for purpose in agreed:
        consents.record_consent(
            session,
            actor,
            whose,
            purpose=purpose,
            given=True,
            on=begun_on,
            evidence=rules.evidence(begun_on),
        )


def _require_nobody(actor: Actor) -> None:
    policy.require(actor.kind == "anonymous", "Sign out first: this is for people who have no account yet.")


def _new(organisation_id: UUID, origin: str, begun_by: UUID | None) -> JoiningRequest:
    now = clock.now()
    return JoiningRequest(
        id=new_id(),
        organisation_id=organisation_id,
        origin=origin,
        begun_at=now,
        changed_at=now,
        begun_by=begun_by,
    )
