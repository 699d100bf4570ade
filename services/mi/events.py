"""What MI says to others: nothing yet. It listens, and answers questions."""

from chassis.messaging.events import EventRegistry

EVENTS = EventRegistry("mi", [])
