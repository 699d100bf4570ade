"""Asking to join: by the person, who comes back by a code; with an adviser; settled by staff."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis import clock
from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, public, roles, session
from chassis.store.paging import Page
from services.casework.actions import joining as actions
from services.casework.actions import participants
from services.casework.actions.registration import Basis
from services.casework.api import joining_input
from services.casework.api.fields import occurred_on, text
from services.casework.api.joining_input import AnswersInputSchema
from services.casework.api.people import ParticipantSchema
from services.casework.api.person_input import LawfulBasisInputSchema
from services.casework.domain.joining import JoiningRequest
from services.casework.store import joining

blueprint = Blueprint("joining", description="Asking to join, saved as one goes, and what becomes of it.")
STAFF = ("adviser", "team leader")


class JoiningPlaceSchema(Schema):
    """An organisation that somebody can ask to join."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class JoiningPlacesSchema(Schema):
    """All of them, by name."""

    items = fields.List(fields.Nested(JoiningPlaceSchema), required=True)


class JoiningBeginningSchema(Schema):
    """Whom one asks."""

    organisation_id = fields.UUID(required=True)


class JoiningCodeSchema(Schema):
    """The code by which one comes back."""

    code = text(40, metadata={"example": "K7MB-29XR-4TPN"})


class JoiningSavingSchema(JoiningCodeSchema):
    """Some more is told."""

    answers = fields.Nested(AnswersInputSchema, required=True)


class JoiningTogetherSchema(Schema):
    """An adviser begins with somebody, or from a referral."""

    answers = fields.Nested(AnswersInputSchema, load_default=dict)
    referral_id = fields.UUID(load_default=None, allow_none=True)


class JoiningAnsweredSchema(Schema):
    """What was told so far."""

    answers = fields.Dict(keys=fields.String(), required=True)
    state = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)


class JoiningBegunSchema(JoiningAnsweredSchema):
    """What has just been begun, and the code, which is told this once."""

    code = fields.String(required=True)


class JoiningRequestInListSchema(Schema):
    """A request that waits, or that one has begun."""

    id = fields.UUID(required=True)
    origin = fields.String(required=True)
    state = fields.String(required=True)
    begun_at = fields.AwareDateTime(required=True)
    sent_at = fields.AwareDateTime(allow_none=True)
    full_name = fields.Function(
        lambda request: request.answers.get("full_name"), metadata={"type": ["string", "null"]}
    )


class JoiningLikeSchema(Schema):
    """A record that may be of the same person."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True)
    full_name = fields.String(required=True)


class JoiningRequestSchema(JoiningAnsweredSchema):
    """One request in full, with the records that may be of the same person."""

    id = fields.UUID(required=True)
    origin = fields.String(required=True)
    referral_id = fields.UUID(allow_none=True)
    record_id = fields.UUID(allow_none=True)
    alike = fields.List(fields.Nested(JoiningLikeSchema), required=True)


class JoiningAcceptanceSchema(Schema):
    """On what grounds a record is made."""

    lawful_bases = fields.List(
        fields.Nested(LawfulBasisInputSchema), required=True, validate=validate.Length(1, 20)
    )
    different_person = fields.Boolean(load_default=False)
    occurred_on = occurred_on()


class JoiningRecognitionSchema(Schema):
    """The record that is there."""

    participant_id = fields.UUID(required=True)


class JoiningRefusalSchema(Schema):
    """Why they cannot join here."""

    reason = text(500)


@blueprint.route("/joining/organisations")
@public
@blueprint.response(200, JoiningPlacesSchema)
def list_places() -> dict[str, Any]:
    """The organisations that one can ask to join."""
    found = joining.organisations_with_advisers(session())
    return {"items": [{"id": id, "name": name} for id, name in found]}


@blueprint.route("/joining", methods=["POST"])
@public
@blueprint.arguments(JoiningBeginningSchema)
@blueprint.response(201, JoiningBegunSchema)
@blueprint.alt_response(403, "FORBIDDEN")
def begin(body: dict[str, Any]) -> dict[str, Any]:
    """Begin by oneself. Keep the code: nobody can tell it again."""
    begun, code = actions.begin_alone(session(), actor(), body["organisation_id"])
    return _answered(begun) | {"code": code}


@blueprint.route("/joining/return", methods=["POST"])
@public
@blueprint.arguments(JoiningCodeSchema)
@blueprint.response(200, JoiningAnsweredSchema)
@blueprint.alt_response(403, "FORBIDDEN")
def come_back(body: dict[str, Any]) -> dict[str, Any]:
    """What was told under a code. A wrong code and one that is over answer alike."""
    return _answered(actions.under_code(session(), actor(), body["code"]))


@blueprint.route("/joining/answers", methods=["POST"])
@public
@blueprint.arguments(JoiningSavingSchema)
@blueprint.response(200, JoiningAnsweredSchema)
@blueprint.alt_response(403, "FORBIDDEN")
def save(body: dict[str, Any]) -> dict[str, Any]:
    """Tell some more. It is kept for four weeks after it was touched last."""
    request = actions.under_code(session(), actor(), body["code"])
    told = joining_input.told(body["answers"], dict(request.answers))
    return _answered(actions.answer(session(), request, told))


@blueprint.route("/joining/sending", methods=["POST"])
@public
@blueprint.arguments(JoiningCodeSchema)
@blueprint.response(200, JoiningAnsweredSchema)
@blueprint.alt_response(403, "FORBIDDEN")
def send(body: dict[str, Any]) -> dict[str, Any]:
    """Ask to join, with the answers as they are. The code is over then."""
    return _answered(actions.send(session(), actions.under_code(session(), actor(), body["code"])))


@blueprint.route("/joining-requests", methods=["POST"])
@roles(*STAFF)
@blueprint.arguments(JoiningTogetherSchema)
@blueprint.response(201, JoiningRequestSchema)
def begin_together(body: dict[str, Any]) -> dict[str, Any]:
    """Begin with somebody who is there, or from a referral. It can be gone on with later."""
    told = joining_input.told(body["answers"], {})
    return _shown(actions.begin_together(session(), actor(), told, body["referral_id"]))


@blueprint.route("/joining-requests")
@roles(*STAFF)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(JoiningRequestInListSchema))
def list_requests(asked: dict[str, Any]) -> Page[JoiningRequest]:
    """Requests that wait for your organisation, and those that you have begun."""
    return actions.list_requests(session(), actor(), cursor=asked.get("cursor"), limit=asked["limit"])


@blueprint.route("/joining-requests/<uuid:request_id>")
@roles(*STAFF)
@blueprint.response(200, JoiningRequestSchema)
def show_request(request_id: UUID) -> dict[str, Any]:
    """One request, with the records that may be of the same person."""
    return _shown(actions.find_request(session(), actor(), request_id))


@blueprint.route("/joining-requests/<uuid:request_id>", methods=["PATCH"])
@roles(*STAFF)
@blueprint.arguments(AnswersInputSchema)
@blueprint.response(200, JoiningRequestSchema)
def answer(body: dict[str, Any], request_id: UUID) -> dict[str, Any]:
    """Write down some more, or put right what was told."""
    request = actions.find_request(session(), actor(), request_id)
    return _shown(actions.answer(session(), request, joining_input.told(body, dict(request.answers))))


@blueprint.route("/joining-requests/<uuid:request_id>/acceptance", methods=["POST"])
@roles(*STAFF)
@blueprint.arguments(JoiningAcceptanceSchema)
@blueprint.response(201, ParticipantSchema)
def accept(body: dict[str, Any], request_id: UUID) -> dict[str, Any]:
    """Register the person with what they told. Your organisation answers for the record from then on."""
    request = actions.find_request(session(), actor(), request_id)
    request.check_complete()
    registration = joining_input.registration_on(request.answers, body["occurred_on"] or clock.today())
    bases = [Basis(**basis) for basis in body["lawful_bases"]]
    different = body["different_person"]
    person = actions.accept(session(), actor(), request, registration, bases, different_person=different)
    return participants.as_shown(session(), person)


@blueprint.route("/joining-requests/<uuid:request_id>/recognition", methods=["POST"])
@roles(*STAFF)
@blueprint.arguments(JoiningRecognitionSchema)
@blueprint.response(204)
def recognise(body: dict[str, Any], request_id: UUID) -> None:
    """The person has a record already. What they agreed to is written there, and the rest is forgotten."""
    request = actions.find_request(session(), actor(), request_id)
    actions.recognise(session(), actor(), request, body["participant_id"])


@blueprint.route("/joining-requests/<uuid:request_id>/refusal", methods=["POST"])
@roles(*STAFF)
@blueprint.arguments(JoiningRefusalSchema)
@blueprint.response(204)
def refuse(body: dict[str, Any], request_id: UUID) -> None:
    """They cannot join here. What they told is forgotten; the reason is kept. Who asked alone is told so."""
    request = actions.find_request(session(), actor(), request_id)
    told = joining_input.registration_of(dict(request.answers))
    actions.refuse(session(), actor(), request, body["reason"], told)


def _answered(request: JoiningRequest) -> dict[str, Any]:
    return {
        "answers": dict(request.answers),
        "state": request.state,
        "expires_at": request.expires_at,
    }


def _shown(request: JoiningRequest) -> dict[str, Any]:
    registration = joining_input.registration_of(dict(request.answers))
    return _answered(request) | {
        "id": request.id,
        "origin": request.origin,
        "referral_id": request.referral_id,
        "record_id": request.record_id,
        "alike": actions.who_is_alike(session(), actor(), registration),
    }
