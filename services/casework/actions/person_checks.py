"""What is looked at before a record is written: choices, dates, and whether the person is known already."""

from collections.abc import Iterable, Iterator, Mapping
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
    if number is not None:
        refuse_number(number, known_numbers(session, actor, [number]))


def known_numbers(session: Session, actor: Actor, numbers: Iterable[str | None]) -> dict[str, str]:
    """Which of these numbers stand in a record that the actor may see, and its reference."""
    asked = {number for number in numbers if number is not None}
    found = participants.with_numbers(session, policy.visible(actor), asked)
    return {number: row.reference for number, row in found.items()}


def refuse_number(number: str | None, known: Mapping[str, str]) -> None:
    """One number, one record."""
    if number is not None and number in known:
        raise _number_is_known(f"{known[number]} has this number.")


def _number_is_known(detail: str) -> Conflict:
    advice = {"national_insurance_number": ["Open the record that is there, or check the number."]}
    return Conflict("already-registered", detail, advice)


def refuse_look_alike(session: Session, actor: Actor, registration: Registration) -> None:
    """Much like somebody who is there already: the adviser has to say that it is another."""
    (found,) = alike(session, actor, [registration])
    for other, _ in found:
        advice = {"different_person": ["Open that record, or say that this is a different person."]}
        raise Conflict("perhaps-registered", f"{other.reference} may be the same person.", advice)
