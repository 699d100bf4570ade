"""Bodies of the gateway's own API."""

from typing import Any

from marshmallow import fields, validate

from chassis.http import Schema
from gateway.domain.roles import ALL

ROLE = validate.OneOf(ALL)
EMAIL = validate.Length(3, 254)
PASSWORD = validate.Length(1, 200)


class HeldSchema(Schema):
    """An organisation for which somebody acts, with what they do there."""

    organisation_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True, metadata={"description": "Empty until the organisation is heard of."})
    roles = fields.List(fields.String(), required=True)


class MeSchema(Schema):
    """Whoever asks."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    person_id = fields.UUID(required=True, allow_none=True)
    organisation_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "For whom they act now."}
    )
    roles = fields.List(fields.String(), required=True, metadata={"description": "What they do there."})
    organisations = fields.List(fields.Nested(HeldSchema), required=True)
    csrf_token = fields.String(
        metadata={"description": "For a browser's own cookie: send it as X-CSRF-Token with each write."}
    )


class CredentialsSchema(Schema):
    """Who wants to sign in."""

    email = fields.String(required=True, validate=EMAIL)
    password = fields.String(required=True, validate=PASSWORD, load_only=True)
    organisation_id = fields.UUID(metadata={"description": "For whom to act, if there are several."})


class StartedSchema(Schema):
    """A session that has begun."""

    token = fields.String(required=True, metadata={"description": "Send it as: Authorization: Bearer …"})
    account = fields.Nested(MeSchema, required=True)


class OrganisationChoiceSchema(Schema):
    """For whom to act from now on."""

    organisation_id = fields.UUID(required=True, allow_none=True)


class EndedSchema(Schema):
    """How many sessions were ended."""

    ended = fields.Integer(required=True)


class InvitingSchema(Schema):
    """Whom to invite, and to what."""

    email = fields.String(required=True, validate=EMAIL)
    name = fields.String(required=True, validate=validate.Length(1, 200))
    roles = fields.List(fields.String(validate=ROLE), required=True, validate=validate.Length(1, len(ALL)))
    organisation_id = fields.UUID(allow_none=True, metadata={"description": "Your own, if you name none."})
    person_id = fields.UUID(
        allow_none=True, metadata={"description": "The record of the participant who is invited."}
    )


class InvitationSchema(Schema):
    """An invitation."""

    id = fields.UUID(required=True)
    email = fields.String(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    organisation_id = fields.UUID(required=True, allow_none=True)
    person_id = fields.UUID(required=True, allow_none=True)
    state = fields.String(
        required=True, validate=validate.OneOf(("open", "accepted", "withdrawn", "expired"))
    )
    created_at = fields.AwareDateTime(required=True)
    expires_at = fields.AwareDateTime(required=True)


class InvitedSchema(InvitationSchema):
    """An invitation that was just made, with its token, which is shown this once."""

    token = fields.String(required=True)


class AcceptanceSchema(Schema):
    """Accepting an invitation: a password for the new account, or that of the account that is there
    already.
    """

    token = fields.String(required=True, validate=validate.Length(1, 200))
    password = fields.String(required=True, validate=PASSWORD, load_only=True)


class MembershipSchema(Schema):
    """A role that somebody holds."""

    organisation_id = fields.UUID(required=True, allow_none=True)
    role = fields.String(required=True)
    since = fields.Date(required=True)


class AccountSchema(Schema):
    """An account. Whoever runs one organisation sees the roles held there alone."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    person_id = fields.UUID(required=True, allow_none=True)
    memberships = fields.List(fields.Nested(MembershipSchema), required=True)


class OrganisationNameSchema(Schema):
    """An organisation, by name."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


def me_of(known: Any, csrf_token: str | None = None) -> dict[str, Any]:
    """Whoever is signed in, as MeSchema shows them."""
    shown = {
        "id": known.account_id,
        "name": known.name,
        "email": known.email,
        "person_id": known.person_id,
        "organisation_id": known.organisation_id,
        "roles": sorted(known.acting.roles),
        "organisations": [
            {"organisation_id": held.organisation_id, "name": held.name, "roles": sorted(held.roles)}
            for held in known.held
        ],
    }
    return shown | ({"csrf_token": csrf_token} if csrf_token else {})
