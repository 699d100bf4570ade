"""Why somebody read a record: it follows from who they are to the person, and from the glass they broke."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from chassis.store.access import ASSISTING
from services.casework.domain.participants import Participant
from services.casework.domain.restrictions import EmergencyReading
from services.casework.policy.people import OFFICER
from services.casework.store import restrictions


def explained(session: Session, person: Participant, readings: Sequence[Any]) -> list[dict[str, Any]]:
    """Each reading with the reason for it: that of who broke the glass is in their own words."""
    glass = session.scalars(restrictions.readings_of(person.id)).all()
    return [_explained(person, reading, glass) for reading in readings]


def _explained(person: Participant, reading: Any, glass: Sequence[EmergencyReading]) -> dict[str, Any]:
    broken = next((one for one in glass if one.covers(reading.actor_id, reading.at)), None)
    row = dict(reading._mapping)
    if broken is not None:
        return row | {"why": "glass-broken", "reason": broken.reason}
    return row | {"why": _why(person, reading)}


def _why(person: Participant, reading: Any) -> str:
    if reading.reason == ASSISTING:
        return "with-you"
    if "participant" in reading.roles:
        return "yourself"
    if reading.actor_id is None:
        return "program"
    if reading.actor_id == person.adviser_id:
        return "your-adviser"
    return "data-protection" if OFFICER in reading.roles else "looks-after-you"
