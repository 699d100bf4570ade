"""Erasing a person, and what keeps a record from it."""

from typing import Any
from uuid import UUID

from chassis.http import Blueprint, actor, roles, session
from services.casework.actions import erasing as actions
from services.casework.api.copies import RightsReasonSchema
from services.casework.api.rights import OFFICER
from services.casework.api.rights_shown import ErasureSchema, LegalHoldSchema
from services.casework.domain.erasures import Erasure, LegalHold

blueprint = Blueprint("erasing", description="Erasing a person: looked at first, done by a second person.")
SECOND = (OFFICER, "team leader")


@blueprint.route("/participants/<uuid:participant_id>/erasures", methods=["POST"])
@roles(OFFICER)
@blueprint.arguments(RightsReasonSchema)
@blueprint.response(201, ErasureSchema)
def prepare_erasure(body: dict[str, Any], participant_id: UUID) -> dict[str, Any]:
    """Look at what would go, what would stay and why. Nothing is erased by this."""
    prepared = actions.prepare_erasure(session(), actor(), participant_id, body["reason"])
    return _shown(prepared)


@blueprint.route("/erasures/<uuid:erasure_id>")
@roles(*SECOND)
@blueprint.response(200, ErasureSchema)
def show_erasure(erasure_id: UUID) -> dict[str, Any]:
    """One erasure: its forecast, and who has confirmed."""
    return actions.show_erasure(session(), actor(), erasure_id)


@blueprint.route("/erasures/<uuid:erasure_id>/approval", methods=["POST"])
@roles(OFFICER)
@blueprint.response(200, ErasureSchema)
def approve_erasure(erasure_id: UUID) -> dict[str, Any]:
    """Be the first of two who look at what the calendar proposed. Nothing is erased by this."""
    return _shown(actions.approve_erasure(session(), actor(), erasure_id))


@blueprint.route("/erasures/<uuid:erasure_id>/execution", methods=["POST"])
@roles(*SECOND)
@blueprint.response(200, ErasureSchema)
def do_erasure(erasure_id: UUID) -> dict[str, Any]:
    """Have it done, by somebody else than who prepared it. It cannot be taken back."""
    return _shown(actions.do_erasure(session(), actor(), erasure_id))


@blueprint.route("/erasures/<uuid:erasure_id>/withdrawal", methods=["POST"])
@roles(OFFICER)
@blueprint.response(200, ErasureSchema)
def drop_erasure(erasure_id: UUID) -> dict[str, Any]:
    """Do not have it done after all."""
    return _shown(actions.drop_erasure(session(), actor(), erasure_id))


@blueprint.route("/participants/<uuid:participant_id>/holds", methods=["POST"])
@roles(OFFICER)
@blueprint.arguments(RightsReasonSchema)
@blueprint.response(201, LegalHoldSchema)
def place_hold(body: dict[str, Any], participant_id: UUID) -> LegalHold:
    """Nothing of this record may go while the hold stands."""
    return actions.place_hold(session(), actor(), participant_id, body["reason"])


@blueprint.route("/holds/<uuid:hold_id>/lifting", methods=["POST"])
@roles(OFFICER)
@blueprint.response(200, LegalHoldSchema)
def lift_hold(hold_id: UUID) -> LegalHold:
    """It holds no longer."""
    return actions.lift_hold(session(), actor(), hold_id)


def _shown(one: Erasure) -> dict[str, Any]:
    return actions.as_shown(session(), one)
