"""What casework says about plans and recommendations: that they move, never what is in them."""

from marshmallow import Schema, fields

from chassis.messaging.events import Event, Sealed
from services.casework.events.fields import code, count, day, person_id


class PlanSubmitted(Event):
    """The author of a plan put it before the other party."""

    type = "workstead.casework.plan.submitted.v1"
    person = "participant_id"

    participant_id = person_id()
    version = count()
    occurred_on = day()


class PlanAgreed(Event):
    """The other party than its author agreed; the plan replaces the version before it."""

    type = "workstead.casework.plan.agreed.v1"
    person = "participant_id"

    participant_id = person_id()
    version = count()
    occurred_on = day()


class PlanActionCompleted(Event):
    """Something in an agreed plan was done."""

    type = "workstead.casework.plan.action-completed.v1"
    person = "participant_id"

    participant_id = person_id()
    occurred_on = day()


class PlanActionAdded(Event):
    """A party added something that they will do themselves to a plan that both had agreed."""

    type = "workstead.casework.plan.action-added.v1"
    person = "participant_id"

    participant_id = person_id()
    occurred_on = day()


class PlanReviewed(Event):
    """Both looked again at a plan that holds."""

    type = "workstead.casework.plan.reviewed.v1"
    person = "participant_id"

    participant_id = person_id()
    version = count()
    occurred_on = day()


class ActionDetailsPart(Schema):
    """What a reminder has to say."""

    title = fields.String(required=True)


class PlanActionDue(Event):
    """Something in a plan is to be done by `due_on`, and the person asked to be reminded of it."""

    type = "workstead.casework.plan.action-due.v1"
    person = "participant_id"

    participant_id = person_id()
    due_on = day()
    occurred_on = day()
    details = Sealed(fields.Nested(ActionDetailsPart), to=("notify",), required=True)


class RecommendationMade(Event):
    """Something was suggested to a person by the rules of that version; which offer it was gives away why."""

    type = "workstead.casework.recommendation.made.v1"
    person = "participant_id"

    participant_id = person_id()
    rules_version = code()
    offer_id = Sealed(fields.UUID(allow_none=True), to=("mi",), allow_none=True)
    occurred_on = day()


class RecommendationAnswered(Event):
    """The person, or their adviser, accepted, dismissed or challenged a recommendation."""

    type = "workstead.casework.recommendation.answered.v1"
    person = "participant_id"

    participant_id = person_id()
    answer = code()
    occurred_on = day()


class ChallengeAnswered(Event):
    """A person has looked at what was challenged: explained, set aside, or the rule is to be reviewed."""

    type = "workstead.casework.recommendation.challenge-answered.v1"
    person = "participant_id"

    participant_id = person_id()
    outcome = code()
    occurred_on = day()


EVENTS: list[type[Event]] = [
    PlanSubmitted,
    PlanAgreed,
    PlanActionCompleted,
    PlanActionAdded,
    PlanActionDue,
    PlanReviewed,
    RecommendationMade,
    RecommendationAnswered,
    ChallengeAnswered,
]
