"""What concerns a person's rights, gathered for one page; and what waits for the data-protection officer."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.actor import Actor
from chassis.store import access
from services.casework import policy
from services.casework.actions import copies, erasing
from services.casework.actions.records import read
from services.casework.store import access_requests, corrections, erasures, restrictions
from services.casework.store.access_requests import access_request
from services.casework.store.corrections import correction_request
from services.casework.store.erasures import erasure
from services.casework.store.restrictions import emergency_reading


def rights_of(session: Session, actor: Actor, participant_id: UUID) -> dict[str, Any]:
    """What was asked for and answered; why a record is held or restricted is for the officer alone."""
    read(session, actor, participant_id, "data rights")
    requests = session.scalars(access_requests.of(participant_id)).all()
    shown: dict[str, Any] = {
        "copies": copies.with_answers(session, requests),
        "corrections": session.scalars(corrections.of(participant_id)).all(),
        "emergency_readings": session.scalars(restrictions.readings_of(participant_id)).all(),
        "holds": [],
        "restrictions": [],
        "erasures": [],
    }
    if policy.may_see_why(actor):
        shown["holds"] = session.scalars(erasures.holds_of(participant_id)).all()
        shown["restrictions"] = session.scalars(restrictions.of(participant_id)).all()
        shown["erasures"] = _with_answers(session, session.scalars(erasures.of(participant_id)).all())
    return shown


def desk(session: Session, actor: Actor) -> dict[str, Any]:
    """What waits for an answer, a second person or a review, in the whole organisation."""
    seen = policy.visible(actor, access_request.c.participant_id)
    asked = session.scalars(access_requests.waiting(seen)).all()
    wrong = policy.visible(actor, correction_request.c.participant_id)
    glass = policy.controlled(actor, emergency_reading.c.participant_id)
    mine = policy.controlled(actor, erasure.c.participant_id)
    to_mend = session.scalars(corrections.waiting(wrong)).all()
    to_review = session.scalars(restrictions.unreviewed(glass)).all()
    to_do = session.scalars(erasures.waiting(mine)).all()
    unconfirmed = session.scalars(erasures.unconfirmed(mine)).all()
    everything: tuple[Any, ...] = (*asked, *to_mend, *to_review, *to_do, *unconfirmed)
    people = {one.participant_id for one in everything}
    access.list_read(session, actor, people)
    return {
        "copies": copies.with_answers(session, asked),
        "corrections": to_mend,
        "emergency_readings": to_review,
        "erasures": _with_answers(session, to_do),
        "unconfirmed": _with_answers(session, unconfirmed),
        "references": restrictions.references(session, people),
    }


def _with_answers(session: Session, found: Any) -> list[dict[str, Any]]:
    return [erasing.as_shown(session, one) for one in found]
