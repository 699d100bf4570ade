"""On what grounds a person's data is used, one per purpose, with days and evidence."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis import clock
from chassis.http import Blueprint, Schema, actor, roles, session
from services.casework.actions import lawful_bases as actions
from services.casework.actions.registration import Basis
from services.casework.api.fields import HappenedSchema
from services.casework.api.people import LawfulBasisSchema
from services.casework.api.person_input import LawfulBasisInputSchema

blueprint = Blueprint("lawful-bases", description="On what grounds a person's data is used.")


class LawfulBasisInListSchema(LawfulBasisSchema):
    """A ground that can be ended."""

    id = fields.UUID(required=True)


class LawfulBasesSchema(Schema):
    """All grounds, those that hold no longer too."""

    items = fields.List(fields.Nested(LawfulBasisInListSchema), required=True)


@blueprint.route("/participants/<uuid:participant_id>/lawful-bases")
@roles("adviser", "team leader", "data-protection officer", "participant")
@blueprint.response(200, LawfulBasesSchema)
def list_lawful_bases(participant_id: UUID) -> dict[str, Any]:
    """On what the use of this person's data rests, purpose by purpose."""
    return {"items": actions.list_lawful_bases(session(), actor(), participant_id)}


@blueprint.route("/participants/<uuid:participant_id>/lawful-bases", methods=["POST"])
@roles("adviser", "team leader")
@blueprint.arguments(LawfulBasisInputSchema)
@blueprint.response(201, LawfulBasesSchema)
def give_lawful_basis(body: dict[str, Any], participant_id: UUID) -> dict[str, Any]:
    """Give a ground for one purpose. It takes the place of the one before it."""
    return {"items": actions.give_lawful_basis(session(), actor(), participant_id, Basis(**body))}


@blueprint.route("/lawful-bases/<uuid:basis_id>/ending", methods=["POST"])
@roles("adviser", "team leader")
@blueprint.arguments(HappenedSchema)
@blueprint.response(200, LawfulBasesSchema)
def end_lawful_basis(body: dict[str, Any], basis_id: UUID) -> dict[str, Any]:
    """This ground holds no longer. The last one on which the record itself rests cannot be ended."""
    on = body["occurred_on"] or clock.today()
    return {"items": actions.end_lawful_basis(session(), actor(), basis_id, on)}
