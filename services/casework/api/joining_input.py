"""What is told before there is a record, as it comes over HTTP: parts of a registration, in any order."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, validate

from chassis import clock
from services.casework.actions.person_checks import check_details
from services.casework.api import person_input
from services.casework.api.fields import one_of, text
from services.casework.api.person_input import CAMPAIGN, ContactInputSchema, PersonSchema, RegistrationSchema
from services.casework.domain.contact import ContactCard
from services.casework.domain.errors import DomainError
from services.casework.domain.identity import national_insurance_number
from services.casework.domain.joining import with_answers
from services.casework.domain.participants import Registration


class AnswersInputSchema(PersonSchema):
    """Parts of a registration; send only those that are told now."""

    full_name = text(200, required=False, metadata={"example": "Siân Ó Briain"})
    contact = fields.Nested(ContactInputSchema)
    heard_of = one_of("heard-of", metadata={"example": "library"})
    campaign = fields.String(allow_none=True, validate=CAMPAIGN)
    agreed = fields.List(
        one_of("purposes"),
        validate=validate.Length(max=20),
        metadata={"description": "The purposes to which the person says yes."},
    )


PARTS = AnswersInputSchema()


def told(answers: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """What is told now as plain values to be kept, once it fits with what was told before."""
    details: dict[str, Any] = {name: value for name, value in answers.items() if name != "contact"}
    if (number := answers.get("national_insurance_number")) is not None:
        national_insurance_number(number)
    plain: dict[str, Any] = PARTS.dump(answers)
    contact = with_answers(before, plain).get("contact", {})
    if "channel" in contact:
        details["card"] = card_of(contact)
    check_details(details, clock.today())
    return plain


def card_of(contact: dict[str, Any]) -> ContactCard:
    """The contact card that the plain values kept so far describe."""
    read: dict[str, Any] = PARTS.load({"contact": contact})["contact"]
    return person_input.card(read, None)


def registration_of(answers: dict[str, Any]) -> Registration | None:
    """The registration that these answers come to, for comparing; None while they come to none."""
    try:
        return registration_on(answers, clock.today())
    except (ValidationError, DomainError):
        return None


def registration_on(answers: Mapping[str, Any], on: date) -> Registration:
    """The registration that these answers come to, as of a day. The grounds are given beside it."""
    wanted = {name: value for name, value in answers.items() if name != "agreed"}
    body = RegistrationSchema(exclude=("lawful_bases", "different_person")).load(wanted)
    return person_input.registration(body | {"occurred_on": on})
