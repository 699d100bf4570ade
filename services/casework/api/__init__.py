"""HTTP: a thin blueprint per resource. BLUEPRINTS is what the service serves."""

from chassis.http import Blueprint
from services.casework.api import (
    appointments,
    availability,
    circumstances,
    claims,
    consents,
    contacts,
    job_search,
    participants,
    plan_progress,
    plans,
    recommendations,
    reference,
    referrals,
    search,
    weekly_hours,
    work,
)

BLUEPRINTS: list[Blueprint] = [
    appointments.blueprint,
    availability.blueprint,
    circumstances.blueprint,
    claims.blueprint,
    consents.blueprint,
    contacts.blueprint,
    job_search.blueprint,
    participants.blueprint,
    plan_progress.blueprint,
    plans.blueprint,
    recommendations.blueprint,
    reference.blueprint,
    referrals.blueprint,
    search.blueprint,
    weekly_hours.blueprint,
    work.blueprint,
]
