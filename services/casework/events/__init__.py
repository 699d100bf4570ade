"""Every event that casework publishes, joined from a module per concept."""

from chassis.messaging.events import EventRegistry
from services.casework.events import people, plans

EVENTS = EventRegistry(
    "casework",
    [
        *people.EVENTS,
        *plans.EVENTS,
    ],
)
