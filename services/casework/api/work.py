"""Programmes and spells: the facts from which milestones and claims follow."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis import clock
from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.casework.actions import work as actions
from services.casework.actions.work import SpellTold
from services.casework.api.fields import HappenedSchema, occurred_on, text
from services.casework.domain.attachments import Attachment
from services.casework.domain.spells import Spell

blueprint = Blueprint("work", description="Programmes, jobs, self-employment and benefit.")
ADVISERS = ("adviser", "team leader")
READERS = (*ADVISERS, "participant", "data-protection officer")


class NewAttachmentSchema(Schema):
    """Which programme, in which payment group, from which day."""

    programme = fields.String(required=True, metadata={"description": "A code of programmes."})
    payment_group = fields.String(required=True, metadata={"description": "A group of its price list."})
    occurred_on = occurred_on()


class AttachmentCorrectionSchema(Schema):
    """What should have stood there, and why it did not."""

    payment_group = fields.String(required=True)
    occurred_on = fields.Date(required=True)
    reason = fields.String(required=True, metadata={"description": "A code of correction-reasons."})


class AttachmentSchema(Schema):
    """Somebody is on a programme."""

    id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    programme = fields.String(required=True)
    payment_group = fields.String(required=True)
    attached_on = fields.Date(required=True)
    tariff = fields.String(required=True)


class AttachmentListSchema(Schema):
    """The programmes that a person was attached to."""

    items = fields.List(fields.Nested(AttachmentSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class NewSpellSchema(Schema):
    """A job, self-employment or benefit, from its first day (to its last, both counted)."""

    kind = fields.String(required=True, metadata={"description": "employment, self-employment or benefit"})
    started_on = fields.Date(required=True)
    ended_on = fields.Date(load_default=None, allow_none=True)
    employer = text(200, required=False, load_default=None, allow_none=True)
    job_title = text(200, required=False, load_default=None, allow_none=True)
    hours_per_week = fields.Integer(
        strict=True, load_default=None, allow_none=True, validate=validate.Range(1, 112)
    )
    benefit = fields.String(
        load_default=None, allow_none=True, metadata={"description": "A code of benefits, for benefit alone."}
    )
    evidence = fields.String(
        load_default=None, allow_none=True, metadata={"description": "A code of work-evidence."}
    )


class SpellEndSchema(HappenedSchema):
    """Its last day, and why it ended."""

    reason = fields.String(
        load_default=None, allow_none=True, metadata={"description": "A code of spell-end-reasons."}
    )


class SpellCorrectionSchema(Schema):
    """Its first and last day as they should have been, or that it never was."""

    started_on = fields.Date(required=True)
    ended_on = fields.Date(load_default=None, allow_none=True)
    voided = fields.Boolean(load_default=False, metadata={"description": "It never was."})
    reason = fields.String(required=True, metadata={"description": "A code of correction-reasons."})


class SpellChangeSchema(Schema):
    """What was told about it, and when."""

    what = fields.String(required=True)
    started_on = fields.Date(required=True)
    ended_on = fields.Date(allow_none=True)
    at = fields.AwareDateTime(required=True)
    reason = fields.String(allow_none=True)


class SpellSchema(Schema):
    """A job, self-employment or benefit."""

    id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    started_on = fields.Date(required=True)
    ended_on = fields.Date(allow_none=True)
    state = fields.String(required=True, metadata={"description": "current, ended or voided"})
    employer = fields.String(allow_none=True)
    job_title = fields.String(allow_none=True)
    hours_per_week = fields.Integer(allow_none=True)
    benefit = fields.String(allow_none=True)
    evidence = fields.String(allow_none=True)
    changes = fields.List(fields.Nested(SpellChangeSchema), required=True)


@blueprint.route("/participants/<uuid:participant_id>/attachment", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(NewAttachmentSchema)
@blueprint.response(201, AttachmentSchema)
def attach_participant(body: dict[str, Any], participant_id: UUID) -> Attachment:
    """Attach a person to a programme. The price list of that day holds for life; its fee is claimed."""
    on = body["occurred_on"] or clock.today()
    return actions.attach_participant(
        session(), actor(), participant_id, body["programme"], body["payment_group"], on
    )


@blueprint.route("/participants/<uuid:participant_id>/attachments")
@roles(*ADVISERS)
@blueprint.response(200, AttachmentListSchema)
def list_attachments(participant_id: UUID) -> dict[str, Any]:
    """The programmes that a person was attached to, the first one first."""
    return {"items": actions.list_attachments(session(), actor(), participant_id), "next": None}


@blueprint.route("/attachments/<uuid:attachment_id>/correction", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(AttachmentCorrectionSchema)
@blueprint.response(200, AttachmentSchema)
def correct_attachment(body: dict[str, Any], attachment_id: UUID) -> Attachment:
    """Put right the day or the payment group. Claims that no longer stand are reversed, others made."""
    return actions.correct_attachment(
        session(), actor(), attachment_id, body["payment_group"], body["occurred_on"], body["reason"]
    )


@blueprint.route("/participants/<uuid:participant_id>/spells", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(NewSpellSchema)
@blueprint.response(201, SpellSchema)
def start_spell(body: dict[str, Any], participant_id: UUID) -> Spell:
    """Record a job, self-employment or benefit. Milestones and claims follow at once."""
    return actions.start_spell(session(), actor(), participant_id, SpellTold(**body))


@blueprint.route("/participants/<uuid:participant_id>/spells")
@roles(*READERS)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(SpellSchema))
def list_spells(asked: dict[str, Any], participant_id: UUID) -> Page[Spell]:
    """A person's jobs and benefits, the latest first."""
    return actions.list_spells(
        session(), actor(), participant_id, cursor=asked.get("cursor"), limit=asked["limit"]
    )


@blueprint.route("/spells/<uuid:spell_id>")
@roles(*READERS)
@blueprint.response(200, SpellSchema)
def show_spell(spell_id: UUID) -> Spell:
    """One job or benefit, with what was told of it."""
    return actions.show_spell(session(), actor(), spell_id)


@blueprint.route("/spells/<uuid:spell_id>/end", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(SpellEndSchema)
@blueprint.response(200, SpellSchema)
def end_spell(body: dict[str, Any], spell_id: UUID) -> Spell:
    """Record its last day."""
    on = body["occurred_on"] or clock.today()
    return actions.end_spell(session(), actor(), spell_id, on, body["reason"])


@blueprint.route("/spells/<uuid:spell_id>/correction", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(SpellCorrectionSchema)
@blueprint.response(200, SpellSchema)
def correct_spell(body: dict[str, Any], spell_id: UUID) -> Spell:
    """Put right what was told. Claims that no longer stand are reversed, others made."""
    return actions.correct_spell(session(), actor(), spell_id, **body)
