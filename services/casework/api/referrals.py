"""Referrals of a person, as the marketplace tells of them, and what would be sent along with one."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.casework.actions import referrals as actions

blueprint = Blueprint("referrals", description="To whom a person was referred, and how it goes.")


class ReferredOfferSchema(Schema):
    """The offer to which the person was referred."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    organisation_name = fields.String(required=True)


class PersonReferralSchema(Schema):
    """A referral as casework has heard of it; the marketplace writes its states."""

    id = fields.UUID(attribute="referral.id", required=True)
    reference = fields.String(attribute="referral.reference", allow_none=True)
    state = fields.String(attribute="referral.state", required=True)
    offer = fields.Nested(ReferredOfferSchema, allow_none=True)
    from_organisation_id = fields.UUID(attribute="referral.from_organisation_id", allow_none=True)
    from_organisation_name = fields.String(allow_none=True)
    to_organisation_id = fields.UUID(attribute="referral.to_organisation_id", allow_none=True)
    to_organisation_name = fields.String(allow_none=True)
    due_on = fields.Date(attribute="referral.due_on", allow_none=True)
    reason = fields.String(attribute="referral.reason", allow_none=True)
    sent_on = fields.Date(attribute="referral.sent_on", allow_none=True)
    acknowledged_on = fields.Date(attribute="referral.acknowledged_on", allow_none=True)
    accepted_on = fields.Date(attribute="referral.accepted_on", allow_none=True)
    started_on = fields.Date(attribute="referral.started_on", allow_none=True)
    declined_on = fields.Date(attribute="referral.declined_on", allow_none=True)
    not_started_on = fields.Date(attribute="referral.not_started_on", allow_none=True)
    withdrawn_on = fields.Date(attribute="referral.withdrawn_on", allow_none=True)
    expired_on = fields.Date(attribute="referral.expired_on", allow_none=True)
    ended_on = fields.Date(attribute="referral.ended_on", allow_none=True)


class PackageArgs(Schema):
    """For which offer."""

    offer_id = fields.UUID(metadata={"description": "Only the barriers that it helps with are told."})


class ReferralPackageSchema(Schema):
    """What the receiver would be told of the person: as little as the help needs."""

    name = fields.String(required=True)
    called = fields.String(required=True)
    contact = fields.String(required=True, metadata={"description": "How to reach them safely, in words."})
    needs = fields.List(fields.String(), required=True)
    notes = fields.String(required=True)


class ReferralProposalSchema(Schema):
    """What could be sent to the marketplace as it is, after a look over it."""

    package = fields.Nested(ReferralPackageSchema, required=True)
    lawful_basis = fields.String(
        allow_none=True, metadata={"description": "What is on file for sharing; null if nothing is."}
    )


@blueprint.route("/participants/<uuid:participant_id>/referrals")
@roles("adviser", "team leader", "data-protection officer", "participant")
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(PersonReferralSchema))
def list_referrals(asked: dict[str, Any], participant_id: UUID) -> Page[dict[str, Any]]:
    """To whom this person was referred, and how it goes, the latest first."""
    return actions.list_referrals(
        session(), actor(), participant_id, cursor=asked.get("cursor"), limit=asked["limit"]
    )


@blueprint.route("/participants/<uuid:participant_id>/referral-package")
@roles("adviser", "team leader")
@blueprint.arguments(PackageArgs, location="query")
@blueprint.response(200, ReferralProposalSchema)
def show_referral_package(asked: dict[str, Any], participant_id: UUID) -> dict[str, Any]:
    """What would be told of the person with a referral: nothing that the help does not need."""
    return actions.referral_package(session(), actor(), participant_id, asked.get("offer_id"))
