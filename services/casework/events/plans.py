"""What casework says about plans and recommendations."""

from chassis.messaging.events import Event

EVENTS: list[type[Event]] = []
