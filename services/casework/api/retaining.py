"""Records that nobody has touched for so long that they need not be kept."""

from typing import Any

from marshmallow import fields

from chassis.http import Blueprint, Schema, actor, roles, session
from services.casework.actions import untouched as actions
from services.casework.api.erasing import SECOND
from services.casework.api.rights_shown import ErasureSchema

blueprint = Blueprint("retaining", description="What the calendar proposes to erase, for two to look at.")


class ProposedSchema(Schema):
    """What would go of one record, and whether a legal hold keeps it."""

    erasure = fields.Nested(ErasureSchema, attribute="shown", required=True)
    is_held = fields.Boolean(required=True)


class KindTotalSchema(Schema):
    """How much of one kind would go, of how many people."""

    kind = fields.String(required=True, metadata={"description": "One of the list `retention`."})
    people = fields.Integer(required=True)
    rows = fields.Integer(required=True)


class RetentionSchema(Schema):
    """All that is proposed and nobody has done or dropped, the longest untouched first."""

    items = fields.List(fields.Nested(ProposedSchema), required=True)
    totals = fields.List(fields.Nested(KindTotalSchema), required=True)
    references = fields.Dict(
        keys=fields.UUID(),
        values=fields.String(),
        required=True,
        metadata={"description": "The reference of each person named here."},
    )


@blueprint.route("/retention")
@roles(*SECOND)
@blueprint.response(200, RetentionSchema)
def show_retention() -> dict[str, Any]:
    """A dry run: what would go, how much of it, and what is held. Nothing is changed by looking."""
    return actions.list_proposed(session(), actor())
