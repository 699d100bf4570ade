"""What other services answer: their part of a copy, and that they have forgotten somebody."""

from functools import partial

from marshmallow import fields
from sqlalchemy.orm import Session

from chassis.messaging.answering import Erased
from chassis.messaging.listeners import Opened, Reads, Received
from services.casework.actions import copies, erasing
from services.casework.domain.access_requests import ANSWERING
from services.casework.domain.erasures import CONFIRMING
from services.casework.listeners.base import LISTENERS

OURS = "casework"


class Answered(Reads):
    """What is held, sealed to us; or that it is kept for whoever signs in there."""

    kept = fields.Boolean(required=True)
    rows = fields.Integer(load_default=None, allow_none=True)
    held = Opened(fields.Dict(), load_default=None, allow_none=True)


class Confirmed(Reads):
    """The subject is the erasure."""


def hear_answer(service: str, session: Session, event: Received) -> None:
    """A service has answered for its part of a copy."""
    copies.hear_answer(session, event.subject, service, event.data)


def hear_confirmed(service: str, session: Session, event: Received) -> None:
    """A service's part of an erasure is done."""
    erasing.hear_confirmed(session, event.subject, service)


for _service in ANSWERING:
    LISTENERS.on(f"workstead.{_service}.access.answered.v1", reads=Answered)(partial(hear_answer, _service))
for _service in CONFIRMING:
    if _service != OURS:
        _type = f"workstead.{_service}.erasure.confirmed.v1"
        LISTENERS.on(_type, reads=Confirmed)(partial(hear_confirmed, _service))


@LISTENERS.on("workstead.casework.participant.erased.v1", reads=Erased)
def participant_erased(session: Session, event: Received) -> None:
    """Our own part: what was said of the person is stripped in this very transaction."""
    erasing.hear_confirmed(session, event.data["erasure_id"], OURS)
