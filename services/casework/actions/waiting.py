"""Telling an adviser that something waits for them; whoever stands in today is told in their place."""

from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.messaging import outbox
from services.casework.domain.waiting import waits
from services.casework.store import covers, participants


def for_their_adviser(session: Session, actor: Actor, participant_id: UUID, kind: str, about: UUID) -> None:
    """Something that a participant did waits for their adviser, if they have one."""
    person = participants.get(session, participant_id)
    if person is not None and person.adviser_id is not None:
        for_adviser(session, actor, person.organisation_id, person.adviser_id, kind, about)


def for_adviser(
    session: Session, actor: Actor, organisation_id: UUID, adviser_id: UUID, kind: str, about: UUID
) -> None:
    """It waits for that adviser. Nobody is told of what they did themselves."""
    today = clock.today()
    standing = covers.on(session, organisation_id, today)
    seen_to_by = next((each.covered_by for each in standing if each.adviser_id == adviser_id), adviser_id)
    if seen_to_by != actor.id:
        outbox.record(session, waits(kind, about, seen_to_by, today))
