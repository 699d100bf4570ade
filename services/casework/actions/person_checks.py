"""What is looked at before a record is written: choices, dates, and whether the person is known already."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis.actor import Actor
from services.casework import policy, reference
from services.casework.actions.duplicates import alike
from services.casework.domain import identity
from services.casework.domain.codes import all_known, known
from services.casework.domain.contact import ContactCard
from services.casework.domain.dates import not_in_future
from services.casework.domain.errors import Conflict
from services.casework.domain.participants import Registration
from services.casework.store import participants


def check_details(details: Mapping[str, Any], today: date) -> None:
    """Only choices that are in use, and dates that can be; whatever is not there is not looked at."""
    needs = details.get("accessibility_needs") or ()
    all_known(needs, reference.in_use("accessibility-needs", today), "accessibility_needs")
    card: ContactCard | None = details.get("card")
    if card is not None:
        known(card.language, reference.in_use("languages", today), "contact.language")
    if (born := details.get("date_of_birth")) is not None:
        identity.date_of_birth(born, today)
    if (since := details.get("out_of_work_since")) is not None:
        not_in_future(since, today, "out_of_work_since")


@contextmanager
def number_told_once(session: Session) -> Iterator[None]:
    """The unique index has the last word on a number: it sees every record, also when two come at once."""
    try:
        with session.begin_nested():
            yield
    except IntegrityError as error:
        if "national_insurance_index" not in str(error.orig):
            raise
        raise _number_is_known("Somebody else holds a record with this number.") from None


def refuse_known_number(session: Session, actor: Actor, number: str | None) -> None:
    """One number, one record: told with its reference to whoever may see that record."""
    if number is None:
        return
    if (known_one := participants.with_number(session, policy.visible(actor), number)) is not None:
        raise _number_is_known(f"{known_one.reference} has this number.")


def _number_is_known(detail: str) -> Conflict:
    advice = {"national_insurance_number": ["Open the record that is there, or check the number."]}
    return Conflict("already-registered", detail, advice)


def refuse_look_alike(session: Session, actor: Actor, registration: Registration) -> None:
    """Much like somebody who is there already: the adviser has to say that it is another."""
    for other, _ in alike(session, actor, registration):
        advice = {"different_person": ["Open that record, or say that this is a different person."]}
        raise Conflict("perhaps-registered", f"{other.reference} may be the same person.", advice)
