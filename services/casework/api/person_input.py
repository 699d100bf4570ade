"""What is written down about a person, as it comes over HTTP, and what the domain makes of it."""

from dataclasses import replace
from typing import Any

from marshmallow import fields, validate

from chassis import clock
from chassis.http import Schema
from services.casework.api.fields import Phone, occurred_on, one_of, text
from services.casework.domain.contact import CHANNELS, ContactCard, SafeContact
from services.casework.domain.identity import national_insurance_number
from services.casework.domain.participants import Registration

CAMPAIGN = validate.Regexp(r"^[A-Za-z0-9][A-Za-z0-9-]{0,29}$", error="Use the code on the leaflet.")


class SafeContactInputSchema(Schema):
    """What may be done without putting the person at risk."""

    voicemail = fields.Boolean()
    letter = fields.Boolean()
    sender_name = text(60, required=False, allow_none=True)
    quiet_from = fields.Time(allow_none=True)
    quiet_until = fields.Time(allow_none=True)


class ContactInputSchema(Schema):
    """How the person would like to be reached."""

    channel = fields.String(validate=validate.OneOf(CHANNELS), metadata={"example": "email"})
    language = one_of("languages", metadata={"example": "cy"})
    email = fields.Email(
        allow_none=True, validate=validate.Length(max=254), metadata={"example": "sian@people.example"}
    )
    phone = Phone(allow_none=True, metadata={"example": "07700 900123"})
    address_lines = fields.List(text(100), validate=validate.Length(max=6))
    postcode = text(10, required=False, allow_none=True)
    safe_contact = fields.Nested(SafeContactInputSchema)


class LawfulBasisInputSchema(Schema):
    """On what ground the data is used for one purpose."""

    purpose = one_of("purposes", required=True, metadata={"example": "support"})
    basis = one_of("lawful-bases", required=True, metadata={"example": "public-task"})
    source = text(200, metadata={"description": "Where it can be seen: a form, a contract, a law."})
    from_on = fields.Date(load_default=None)


class PersonSchema(Schema):
    """What a record says of a person, as it is written down."""

    full_name = text(200, metadata={"example": "Siân Ó Briain"})
    called = text(100, required=False, metadata={"description": "What to call them; the name if left out."})
    date_of_birth = fields.Date(allow_none=True, metadata={"example": "1990-05-17"})
    national_insurance_number = text(
        20, required=False, allow_none=True, metadata={"example": "QQ 12 34 56 C"}
    )
    contact = fields.Nested(ContactInputSchema, required=True)
    accessibility_needs = fields.List(one_of("accessibility-needs"), validate=validate.Length(max=20))
    out_of_work_since = fields.Date(allow_none=True)


class RegistrationSchema(PersonSchema):
    """A person is registered."""

    heard_of = one_of("heard-of", required=True, metadata={"example": "library"})
    campaign = fields.String(allow_none=True, validate=CAMPAIGN)
    lawful_bases = fields.List(
        fields.Nested(LawfulBasisInputSchema), required=True, validate=validate.Length(1, 20)
    )
    different_person = fields.Boolean(
        load_default=False, metadata={"description": "Said after a warning that they may be known already."}
    )
    occurred_on = occurred_on()


class ParticipantChangeSchema(PersonSchema):
    """Send only what is to be different."""


def registration(body: dict[str, Any]) -> Registration:
    """The registration that a body describes."""
    return Registration(
        full_name=body["full_name"],
        called=body.get("called"),
        date_of_birth=body.get("date_of_birth"),
        national_insurance_number=_number(body),
        card=card(body["contact"], None),
        accessibility_needs=body.get("accessibility_needs") or (),
        heard_of=body["heard_of"],
        campaign=body.get("campaign"),
        out_of_work_since=body.get("out_of_work_since"),
        occurred_on=body["occurred_on"] or clock.today(),
    )


def changes(body: dict[str, Any], before: ContactCard) -> dict[str, Any]:
    """What is to be different, in the words of the domain."""
    different = {name: value for name, value in body.items() if name != "contact"}
    if "national_insurance_number" in body:
        different["national_insurance_number"] = _number(body)
    if "contact" in body:
        different["card"] = card(body["contact"], before)
    return different


def _number(body: dict[str, Any]) -> str | None:
    number: str | None = body.get("national_insurance_number")
    return None if number is None else national_insurance_number(number)


def card(contact: dict[str, Any], before: ContactCard | None) -> ContactCard:
    """The card with what was said about it; the rest stays as it was."""
    said = dict(contact)
    if "address_lines" in said:
        said["address_lines"] = tuple(said["address_lines"])
    if "safe_contact" in said:
        safe = before.safe_contact if before else SafeContact()
        said["safe_contact"] = replace(safe, **said["safe_contact"])
    return ContactCard(**said) if before is None else replace(before, **said)
