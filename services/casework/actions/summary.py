"""The substance of the case page in one call: who it is, how things stand, what comes next."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.actor import Actor
from services.casework.actions.appointments import next_appointment
from services.casework.actions.circumstances import barriers_of
from services.casework.actions.claims import earned_pence
from services.casework.actions.participants import as_shown
from services.casework.actions.recommendations import recommendations_of
from services.casework.actions.records import read
from services.casework.actions.referrals import latest_referrals
from services.casework.store import applications, plans, spells

RECOMMENDED = 5
PAID_FOR_RESULTS = ("adviser", "team leader")
"""Who is told what has been earned: to the person it says nothing that would help them."""


def summary(session: Session, actor: Actor, participant_id: UUID) -> dict[str, Any]:
    """Everything that the case page shows. That it was read is written down once."""
    person = read(session, actor, participant_id, "summary")
    paid = actor.has(*PAID_FOR_RESULTS)
    return {
        "participant": as_shown(session, person),
        "barriers": [one for one in barriers_of(session, participant_id) if one["barrier"].until_on is None],
        "plan": plans.agreed(session, participant_id),
        "next_plan": plans.unsettled(session, participant_id),
        "recommendations": recommendations_of(session, person)[:RECOMMENDED],
        "referrals": latest_referrals(session, participant_id),
        "next_appointment": next_appointment(session, participant_id),
        "spells": spells.standing(session, participant_id),
        "applications_count": applications.count(session, participant_id),
        "earned_pence": earned_pence(session, actor, participant_id) if paid else None,
        "currency": "GBP",
        "merged_into": person.merged_into,
    }
