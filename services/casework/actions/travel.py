"""How long the way takes, as the person says, and what meeting by phone or video has saved them."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from services.casework import policy
from services.casework.actions.records import read, record_of
from services.casework.domain import travel as rule
from services.casework.domain.travel import Journey
from services.casework.store import travel


def state_journey(session: Session, actor: Actor, participant_id: UUID, place: str, minutes: int) -> Journey:
    """A person says how long the way takes, or an adviser writes down what they said."""
    person = record_of(session, actor, participant_id, for_update=True)
    by = policy.by(actor, person.id)
    stated = Journey(
        id=new_id(),
        participant_id=person.id,
        place=place,
        minutes=minutes,
        stated_by=by.party,
        stated_by_id=by.account_id,
        assisted=by.assisted,
        stated_at=clock.now(),
    )
    stated.state()
    session.add(stated)
    session.flush()
    travel.estimate_anew(session, stated, clock.now())
    return stated


def show_travel(session: Session, actor: Actor, participant_id: UUID) -> dict[str, Any]:
    """What a person last said of the way, and the minutes that they have not had to travel."""
    person = read(session, actor, participant_id, "travel")
    saved = rule.saved(travel.meetings(session, person.id))
    return {"journey": travel.latest(session, person.id), "saved_minutes": saved}
