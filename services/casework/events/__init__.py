"""Every event that casework publishes, joined from a module per concept."""

from chassis.messaging.events import EventRegistry
from services.casework.events import (
    appointments,
    caseloads,
    earlier,
    groups,
    in_work,
    job_search,
    people,
    plans,
    work,
)

EVENTS = EventRegistry(
    "casework",
    [
        *people.EVENTS,
        *plans.EVENTS,
        *appointments.EVENTS,
        *earlier.EVENTS,
        *groups.EVENTS,
        *caseloads.EVENTS,
        *job_search.EVENTS,
        *work.EVENTS,
        *in_work.EVENTS,
    ],
)
