"""Letters: print what waits, post it, say so."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.notify import policy
from services.notify.actions import letters as actions
from services.notify.domain.letters import Letter

blueprint = Blueprint("letters", description="Letters that wait to be printed and posted.")


class LetterSchema(Schema):
    """A letter in the print queue."""

    id = fields.UUID(required=True, metadata={"description": "The id of its message."})
    participant_id = fields.UUID(required=True, attribute="person_id")
    state = fields.String(required=True)
    written_at = fields.AwareDateTime(required=True)
    posted_on = fields.Date(required=True, allow_none=True)


class PrintableLetterSchema(LetterSchema):
    """A letter with its page."""

    page = fields.String(required=True, allow_none=True, metadata={"description": "HTML, ready for A4."})


class PostingSchema(Schema):
    """When a letter was posted."""

    occurred_on = fields.Date(load_default=None, metadata={"description": "Today if you leave it out."})


@blueprint.route("/letters")
@roles(*policy.POSTERS)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(LetterSchema))
def list_letters(asked: dict[str, Any]) -> Page[Letter]:
    """The letters that wait to be printed by this organisation, the oldest first."""
    return actions.queue(session(), actor(), asked.get("cursor"), asked["limit"])


@blueprint.route("/letters/<uuid:letter_id>")
@roles(*policy.POSTERS)
@blueprint.response(200, PrintableLetterSchema)
def show_letter(letter_id: UUID) -> Letter:
    """One letter, ready to be printed."""
    return actions.one(session(), actor(), letter_id)


@blueprint.route("/letters/<uuid:letter_id>/posting", methods=["POST"])
@roles(*policy.POSTERS)
@blueprint.arguments(PostingSchema)
@blueprint.response(200, LetterSchema)
def post_letter(said: dict[str, Any], letter_id: UUID) -> Letter:
    """It was printed and put in the post."""
    return actions.post(session(), actor(), letter_id, said["occurred_on"])
