"""The case page's substance, as it is shown."""

from marshmallow import fields

from chassis.http import Schema
from services.casework.api.appointments import AppointmentSchema
from services.casework.api.circumstances import BarrierSchema
from services.casework.api.people import ParticipantSchema
from services.casework.api.plans import PlanSchema
from services.casework.api.recommendations import RecommendationSchema
from services.casework.api.referrals import PersonReferralSchema
from services.casework.api.work import SpellSchema


class SummarySchema(Schema):
    """Who the person is, how things stand, what comes next."""

    participant = fields.Nested(ParticipantSchema, required=True)
    barriers = fields.List(fields.Nested(BarrierSchema), required=True)
    plan = fields.Nested(PlanSchema, allow_none=True, metadata={"description": "The version that holds."})
    next_plan = fields.Nested(
        PlanSchema, allow_none=True, metadata={"description": "The version that is being worked on."}
    )
    recommendations = fields.List(fields.Nested(RecommendationSchema), required=True)
    referrals = fields.List(fields.Nested(PersonReferralSchema), required=True)
    next_appointment = fields.Nested(AppointmentSchema, allow_none=True)
    spells = fields.List(fields.Nested(SpellSchema), required=True)
    applications_count = fields.Integer(required=True)
    earned_pence = fields.Integer(
        allow_none=True, metadata={"description": "What this person's results have earned; for staff alone."}
    )
    currency = fields.String(required=True)
    merged_into = fields.UUID(
        allow_none=True, metadata={"description": "The record that took the place of this one."}
    )
