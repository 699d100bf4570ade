"""What casework says about a person: registered, circumstances recorded, consent changed."""

from chassis.messaging.events import Event

EVENTS: list[type[Event]] = []
