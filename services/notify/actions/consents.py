"""What people said to a purpose, and what is not sent because they took their word back."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from services.notify.actions.facts import call_back
from services.notify.reference import loading
from services.notify.store import consents, messages


def hear(
    session: Session, person_id: UUID, *, purpose: str, given: bool, occurred_on: date, sequence: int
) -> None:
    """Keep their word where something that is sent rests on it."""
    if loading.resting_on(purpose):
        consents.keep(
            session, person_id, purpose=purpose, given=given, occurred_on=occurred_on, sequence=sequence
        )


def call_back_waiting(session: Session, person_id: UUID, purpose: str) -> None:
    """What has not gone out and rests on a word that was taken back never goes out."""
    if person_id not in consents.taken_back(session, [person_id], purpose):
        return
    for message in messages.of_person(session, person_id):
        if message.template in loading.resting_on(purpose):
            call_back(session, message, "the person does not want it any more")
