"""Events in: somebody wants a copy of what is held, or is to be forgotten.

The community knows nobody's record: a copy waits for whoever signs in, and whom to forget the gateway says,
by the name that only the two share.
"""

from marshmallow import fields
from sqlalchemy.orm import Session

from chassis.messaging import answering
from chassis.messaging.listeners import Listeners, Opened, Reads, Received
from services.community.actions import members

LISTENERS = Listeners("community")


class ErasurePassedOn(Reads):
    """Which member is to be forgotten; none, where the person had no account."""

    member = Opened(fields.UUID(), load_default=None, allow_none=True)


@LISTENERS.on("workstead.gateway.erasure.passed-on.v1", reads=ErasurePassedOn)
def erasure_passed_on(session: Session, event: Received) -> None:
    """Forget the member, and say that it is done."""
    if event.data["member"] is not None:
        members.forget(session, event.data["member"])
    answering.confirmed(session, event.subject)


answering.keep_copies(LISTENERS, "workstead.casework.participant.access-requested.v1")
