"""Referrals: one organisation asks another to help a person."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.marketplace.actions import referrals as actions
from services.marketplace.actions.referrals import Wanted
from services.marketplace.api.codes import one_of, reasons_for
from services.marketplace.api.fields import HappenedSchema, NamedSchema, occurred_on, text
from services.marketplace.domain.referrals import Referral, State
from services.marketplace.policy import RECEIVERS, SENDERS

blueprint = Blueprint("referrals", description="A person is referred to an offer, and what came of it.")


class PackageSchema(Schema):
    """All that the receiver is told about the person: as little as the help needs."""

    name = text(200)
    called = text(100, required=False, metadata={"description": "What to call them."})
    contact = text(500, metadata={"description": "How to reach them safely, in words."})
    needs = fields.List(text(200), load_default=list, validate=validate.Length(max=40))
    notes = fields.String(load_default="", validate=validate.Length(max=2000))


class NewReferralSchema(Schema):
    """A person is to be referred to an offer."""

    participant_id = fields.UUID(required=True)
    offer_id = fields.UUID(required=True)
    lawful_basis = one_of("lawful-bases", required=True)
    override_reason = text(
        500, required=False, metadata={"description": "Needed when the basis is override."}
    )
    package = fields.Nested(PackageSchema, required=True)
    occurred_on = occurred_on()


class OfferNamedSchema(Schema):
    """An offer by its title."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)


class ReferralSchema(Schema):
    """A referral without what it says of the person."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True, metadata={"description": "Short, to be said on the phone."})
    participant_id = fields.UUID(required=True)
    offer = fields.Nested(OfferNamedSchema, required=True)
    sender = fields.Nested(NamedSchema, required=True)
    receiver = fields.Nested(NamedSchema, required=True)
    state = fields.String(attribute="status", required=True, validate=validate.OneOf(list(State)))
    lawful_basis = fields.String(required=True)
    sent_on = fields.Date(required=True)
    acknowledge_by = fields.Date(required=True)
    start_by = fields.Date(required=True)
    acknowledged_on = fields.Date(allow_none=True)
    accepted_on = fields.Date(allow_none=True)
    started_on = fields.Date(allow_none=True)
    ended_on = fields.Date(allow_none=True)
    declined_on = fields.Date(allow_none=True)
    not_started_on = fields.Date(allow_none=True)
    withdrawn_on = fields.Date(allow_none=True)
    expired_on = fields.Date(allow_none=True)
    reason = fields.String(allow_none=True)


class ReferralInFullSchema(ReferralSchema):
    """A referral with what it says of the person; null once the person was erased."""

    package = fields.Nested(PackageSchema, allow_none=True)
    override_reason = fields.String(allow_none=True)


class ReferralArgs(PageArgs):
    """Which referrals. All that is given must hold."""

    direction = fields.String(load_default=None, validate=validate.OneOf(["in", "out"]))
    state = fields.String(load_default=None, validate=validate.OneOf([str(state) for state in State]))
    participant_id = fields.UUID(load_default=None)
    offer_id = fields.UUID(load_default=None)
    reference = fields.String(load_default=None, validate=validate.Length(1, 20))


class DeclineSchema(HappenedSchema):
    """Why it is declined."""

    reason = fields.String(required=True, validate=validate.OneOf(reasons_for("decline")))


class NonStartSchema(HappenedSchema):
    """Why the help did not begin."""

    reason = fields.String(required=True, validate=validate.OneOf(reasons_for("non-start")))


class WithdrawalSchema(HappenedSchema):
    """Why it is withdrawn."""

    reason = fields.String(required=True, validate=validate.OneOf(reasons_for("withdrawal")))


class EndSchema(HappenedSchema):
    """How it ended."""

    reason = fields.String(required=True, validate=validate.OneOf(reasons_for("end")))


@blueprint.route("/referrals", methods=["POST"])
@roles(*SENDERS)
@blueprint.arguments(NewReferralSchema)
@blueprint.response(201, ReferralSchema)
def send_referral(asked: dict[str, Any]) -> Referral:
    """Refer a person whose record your organisation controls. An answer falls due in working days."""
    return actions.send_referral(session(), actor(), asked, asked.pop("occurred_on"))


@blueprint.route("/referrals")
@roles(*SENDERS, *RECEIVERS)
@blueprint.arguments(ReferralArgs, location="query")
@blueprint.response(200, page_of(ReferralSchema))
def list_referrals(asked: dict[str, Any]) -> Page[Referral]:
    """Referrals into and out of your organisation, the newest first."""
    cursor, limit = asked.pop("cursor", None), asked.pop("limit")
    return actions.listed(session(), actor(), Wanted(**asked), cursor, limit)


@blueprint.route("/referrals/<uuid:referral_id>")
@roles(*SENDERS, *RECEIVERS)
@blueprint.response(200, ReferralInFullSchema)
def show_referral(referral_id: UUID) -> Referral:
    """One referral with the person's package. That you read it is remembered."""
    return actions.referral(session(), actor(), referral_id)


@blueprint.route("/referrals/<uuid:referral_id>/acknowledgement", methods=["POST"])
@roles(*SENDERS, *RECEIVERS)
@blueprint.arguments(HappenedSchema)
@blueprint.response(200, ReferralSchema)
def acknowledge_referral(said: dict[str, Any], referral_id: UUID) -> Referral:
    """The receiver has seen it."""
    return actions.acknowledge_referral(session(), actor(), referral_id, said["occurred_on"])


@blueprint.route("/referrals/<uuid:referral_id>/acceptance", methods=["POST"])
@roles(*SENDERS, *RECEIVERS)
@blueprint.arguments(HappenedSchema)
@blueprint.response(200, ReferralSchema)
def accept_referral(said: dict[str, Any], referral_id: UUID) -> Referral:
    """The receiver will help, and a place is taken; 409 when the last one has just gone."""
    return actions.accept_referral(session(), actor(), referral_id, said["occurred_on"])


@blueprint.route("/referrals/<uuid:referral_id>/decline", methods=["POST"])
@roles(*SENDERS, *RECEIVERS)
@blueprint.arguments(DeclineSchema)
@blueprint.response(200, ReferralSchema)
def decline_referral(said: dict[str, Any], referral_id: UUID) -> Referral:
    """The receiver cannot help, and says why."""
    return actions.decline_referral(session(), actor(), referral_id, said["reason"], said["occurred_on"])


@blueprint.route("/referrals/<uuid:referral_id>/start", methods=["POST"])
@roles(*SENDERS, *RECEIVERS)
@blueprint.arguments(HappenedSchema)
@blueprint.response(200, ReferralSchema)
def start_referral(said: dict[str, Any], referral_id: UUID) -> Referral:
    """First meeting: the help has begun."""
    return actions.start_referral(session(), actor(), referral_id, said["occurred_on"])


@blueprint.route("/referrals/<uuid:referral_id>/non-start", methods=["POST"])
@roles(*SENDERS, *RECEIVERS)
@blueprint.arguments(NonStartSchema)
@blueprint.response(200, ReferralSchema)
def not_start_referral(said: dict[str, Any], referral_id: UUID) -> Referral:
    """Accepted, and yet the help did not begin; the place is free again."""
    return actions.not_start_referral(session(), actor(), referral_id, said["reason"], said["occurred_on"])


@blueprint.route("/referrals/<uuid:referral_id>/withdrawal", methods=["POST"])
@roles(*SENDERS, *RECEIVERS)
@blueprint.arguments(WithdrawalSchema)
@blueprint.response(200, ReferralSchema)
def withdraw_referral(said: dict[str, Any], referral_id: UUID) -> Referral:
    """The sender takes it back; a place that it had is free again."""
    return actions.withdraw_referral(session(), actor(), referral_id, said["reason"], said["occurred_on"])


@blueprint.route("/referrals/<uuid:referral_id>/end", methods=["POST"])
@roles(*SENDERS, *RECEIVERS)
@blueprint.arguments(EndSchema)
@blueprint.response(200, ReferralSchema)
def end_referral(said: dict[str, Any], referral_id: UUID) -> Referral:
    """The help is over; the place is free again."""
    return actions.end_referral(session(), actor(), referral_id, said["reason"], said["occurred_on"])
