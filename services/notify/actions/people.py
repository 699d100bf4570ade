"""What casework tells of the people whom we may have to reach."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.notify.actions.facts import call_back
from services.notify.store import appointments, consents, letters, messages, people


def keep_card(
    session: Session,
    person_id: UUID,
    *,
    card: Mapping[str, Any] | None,
    organisation_id: UUID,
    adviser_id: UUID | None,
    sequence: int,
) -> None:
    """Keep how a person is reached; `card` is None once they have been erased."""
    person = people.stub(session, person_id)
    person.belong(organisation_id, adviser_id, sequence)
    if card is not None:
        person.learn_card(card, sequence)


def keep_adviser(
    session: Session, person_id: UUID, *, organisation_id: UUID, adviser_id: UUID | None, sequence: int
) -> None:
    """Keep which organisation, and who there, helps a person."""
    people.stub(session, person_id).belong(organisation_id, adviser_id, sequence)


def lead_to(session: Session, person_id: UUID, into: UUID | None, sequence: int) -> None:
    """Whoever is told something of a merged record is reached by the one that stands for both."""
    people.stub(session, person_id).lead_to(into, sequence)


def forget(session: Session, person_id: UUID) -> None:
    """Strip everything by which a person could be known; what has not gone out never will."""
    people.stub(session, person_id).erase()
    appointments.forget_details(session, person_id)
    consents.forget(session, person_id)
    for message in messages.of_person(session, person_id):
        call_back(session, message, "the person's record was erased")
        message.erase()
    letters.forget_pages(session, person_id)
