"""A person's record as it is shown."""

from marshmallow import fields

from chassis.http import Schema
from services.casework.api.fields import LabelSchema


class SafeContactSchema(Schema):
    """What may be done without putting the person at risk."""

    voicemail = fields.Boolean(required=True)
    letter = fields.Boolean(required=True)
    sender_name = fields.String(allow_none=True)
    quiet_from = fields.Time(format="%H:%M", allow_none=True)
    quiet_until = fields.Time(format="%H:%M", allow_none=True)


class ContactSchema(Schema):
    """How the person would like to be reached."""

    channel = fields.String(required=True)
    language = fields.String(required=True)
    email = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    address_lines = fields.List(fields.String(), required=True)
    postcode = fields.String(allow_none=True)
    digital_access = fields.Boolean(attribute="is_online", required=True)
    safe_contact = fields.Nested(SafeContactSchema, required=True)


class LawfulBasisSchema(Schema):
    """On what ground the data is used for one purpose."""

    purpose = fields.String(required=True)
    basis = fields.String(required=True)
    article = fields.Integer(required=True)
    source = fields.String(required=True)
    from_on = fields.Date(required=True)
    until_on = fields.Date(allow_none=True)


class OpensSchema(Schema):
    """Something that opens after so many weeks out of work."""

    code = fields.String(required=True)
    label = fields.Nested(LabelSchema, required=True)
    opens_on = fields.Date(required=True)
    is_open = fields.Boolean(required=True)


class ParticipantInListSchema(Schema):
    """A person, in short."""

    id = fields.UUID(attribute="participant.id", required=True)
    reference = fields.String(attribute="participant.reference", required=True)
    full_name = fields.String(attribute="participant.full_name", required=True)
    called = fields.String(attribute="participant.called", required=True)
    registered_on = fields.Date(attribute="participant.registered_on", required=True)
    out_of_work_since = fields.Date(attribute="participant.out_of_work_since", allow_none=True)
    weeks_out_of_work = fields.Integer(allow_none=True)
    adviser_id = fields.UUID(attribute="participant.adviser_id", allow_none=True)
    adviser_name = fields.String(allow_none=True)
    organisation_id = fields.UUID(attribute="participant.organisation_id", required=True)
    organisation_name = fields.String(allow_none=True)
    channel = fields.String(attribute="participant.card.channel", required=True)
    language = fields.String(attribute="participant.card.language", required=True)


class CaseloadRowSchema(ParticipantInListSchema):
    """A person in the caseload, with when they were last met and will be met next."""

    next_appointment_at = fields.AwareDateTime(
        attribute="participant.next_appointment_at", required=True, allow_none=True
    )
    last_contact_at = fields.AwareDateTime(
        attribute="participant.last_contact_at",
        required=True,
        allow_none=True,
        metadata={"description": "The last contact on any channel, or appointment to which they came."},
    )


class ParticipantSchema(ParticipantInListSchema):
    """A person's record."""

    date_of_birth = fields.Date(attribute="participant.date_of_birth", allow_none=True)
    national_insurance_number = fields.String(
        attribute="participant.national_insurance_number", allow_none=True
    )
    contact = fields.Nested(ContactSchema, attribute="participant.card", required=True)
    accessibility_needs = fields.List(
        fields.String(), attribute="participant.accessibility_needs", required=True
    )
    heard_of = fields.String(attribute="participant.heard_of", required=True)
    campaign = fields.String(attribute="participant.campaign", allow_none=True)
    opens = fields.List(fields.Nested(OpensSchema), required=True)
    lawful_bases = fields.List(
        fields.Nested(LawfulBasisSchema), attribute="participant.lawful_bases", required=True
    )
    allocated_on = fields.Date(attribute="participant.allocated_on", allow_none=True)
    has_account = fields.Boolean(attribute="participant.has_account", required=True)
    recorded_at = fields.AwareDateTime(attribute="participant.recorded_at", required=True)
