"""What casework says about plans and recommendations: that they move, never what is in them."""

from marshmallow import fields

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


EVENTS: list[type[Event]] = [
    PlanSubmitted,
    PlanAgreed,
    PlanActionCompleted,
    RecommendationMade,
    RecommendationAnswered,
]
