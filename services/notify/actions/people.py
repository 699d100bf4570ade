"""What casework tells of the people whom we may have to reach."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from services.notify.actions.facts import call_back
from services.notify.store import appointments, consents, letters, messages, people

ABOUT_KINDS = {"in-work": ("in-work-question",)}
"""What messages say of the kinds of record that can go alone, by casework's codes."""
KEPT_FOR = timedelta(days=28)
"""How long somebody without a record can be reached: a letter has to be posted in that time."""


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


def keep_for_a_while(
    session: Session,
    id: UUID,
    *,
    card: Mapping[str, Any],
    organisation_id: UUID,
    occurred_on: date,
    sequence: int,
) -> None:
    """Keep how to reach somebody without a record for as long as it may take to tell them one thing."""
    keep_card(session, id, card=card, organisation_id=organisation_id, adviser_id=None, sequence=sequence)
    people.stub(session, id).kept_until = occurred_on + KEPT_FOR


def forget_passers_by(session: Session) -> int:
    """Those of whom there is no record are forgotten after that; answers how many."""
    over = people.kept_long_enough(session, clock.today())
    for id in over:
        forget(session, id)
    return len(over)


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


def forget_kinds(session: Session, person_id: UUID, kinds: Collection[str]) -> None:
    """Of these kinds of record what messages said goes; that there was a message stays."""
    templates = {template for kind in kinds for template in ABOUT_KINDS.get(kind, ())}
    for message in messages.of_person(session, person_id):
        if message.template in templates:
            call_back(session, message, "that kind of record was erased")
            message.erase()
