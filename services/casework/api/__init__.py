"""HTTP: a thin blueprint per resource. BLUEPRINTS is what the service serves."""

from chassis.http import Blueprint
from services.casework.api import (
    circumstances,
    consents,
    participants,
    plans,
    recommendations,
    reference,
    referrals,
)

BLUEPRINTS: list[Blueprint] = [
    circumstances.blueprint,
    consents.blueprint,
    participants.blueprint,
    plans.blueprint,
    recommendations.blueprint,
    reference.blueprint,
    referrals.blueprint,
]
