"""The one way to a person's record: through the policy, and into the access log."""

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from chassis.actor import Actor
from chassis.store import access
from chassis.store.statements import Statement
from chassis.store.together import Together
from services.casework import policy
from services.casework.domain.contact import ContactCard
from services.casework.domain.errors import Conflict
from services.casework.domain.participants import Participant
from services.casework.store import participants, records
from services.casework.store.participants import participant


def record_of(
    session: Session, actor: Actor, participant_id: UUID, *, for_update: bool = False
) -> Participant:
    """The record, if this actor may know of it; else nothing is there (404). A merged one is closed (409)."""
    record = of_merged(session, actor, participant_id, for_update=for_update)
    _refuse_merged(record.merged_into)
    return record


def of_merged(
    session: Session, actor: Actor, participant_id: UUID, *, for_update: bool = False
) -> Participant:
    """The record, also if it was merged into another, which took its place."""
    seen = policy.visible(actor)
    return policy.found(participants.find(session, seen, participant_id, for_update=for_update))


def read(session: Session, actor: Actor, participant_id: UUID, what: str) -> Participant:
    """The record of somebody of whom `what` is about to be shown; that it was shown is written down."""
    record = of_merged(session, actor, participant_id)
    access.record_read(session, actor, participant_id, what)
    return record


def shown_to(session: Session, actor: Actor, participant_id: UUID) -> Any:
    """The record as it is shown, a row of `store.records`; that it was shown is written down."""
    seen = {"participant_id": participant_id, **policy.seen_as(actor)}
    read_by = access.reading(session, actor, participant_id, "record")
    record = policy.found(_shown_and_noted(policy.sight(actor)).alone(session, actor, **seen, **read_by))
    access.was_read(session, actor, participant_id)
    return record


def shown(session: Session, participant_id: UUID) -> Any:
    """The record as it is shown to whoever has just changed it."""
    everybody = policy.Sight(everybody=True)
    return policy.found(_shown(everybody).first(session, participant_id=participant_id))


@cache
def _shown_and_noted(sight: policy.Sight) -> Together:
    shown = records.one(sight.filter())
    return Together(access.noting(shown), access.noting_each(shown))


@cache
def _shown(sight: policy.Sight) -> Statement:
    return Statement(records.one(sight.filter()))


def card_of(session: Session, actor: Actor, participant_id: UUID) -> ContactCard:
    """How the person asked to be reached, if this actor may know of the record; else a 404. A merged one is
    closed (409).
    """
    seen = {"participant_id": participant_id, **policy.seen_as(actor)}
    found = policy.found(_card(policy.sight(actor)).first(session, **seen))
    _refuse_merged(found.merged_into)
    card: ContactCard = found.card
    return card


@cache
def _card(sight: policy.Sight) -> Statement:
    asked = participant.c.id == bindparam("participant_id")
    columns = (participant.c.id, participant.c.card, participant.c.merged_into)
    return Statement(select(*columns).where(asked, sight.filter()))


def _refuse_merged(into: UUID | None) -> None:
    if into is not None:
        raise Conflict("merged", "This record was merged into another. Open that one.")
