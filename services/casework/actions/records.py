"""The one way to a person's record: through the policy, and into the access log."""

from uuid import UUID

from sqlalchemy.orm import Session

from chassis.actor import Actor
from chassis.store import access
from services.casework import policy
from services.casework.domain.participants import Participant
from services.casework.store import participants


def record_of(
    session: Session, actor: Actor, participant_id: UUID, *, for_update: bool = False
) -> Participant:
    """The record, if this actor may know of it; else nothing is there (404)."""
    seen = policy.visible(actor)
    return policy.found(participants.find(session, seen, participant_id, for_update=for_update))


def read(session: Session, actor: Actor, participant_id: UUID, what: str) -> Participant:
    """The record of somebody of whom `what` is about to be shown; that it was shown is written down."""
    record = record_of(session, actor, participant_id)
    access.record_read(session, actor, participant_id, what)
    return record
