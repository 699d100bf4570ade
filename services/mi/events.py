"""What MI says to others: what it holds of whoever asks for it, and that it has forgotten whom it was to."""

from chassis.messaging.answering import answers
from chassis.messaging.events import EventRegistry

EVENTS = EventRegistry("mi", answers("mi", ("casework",)))
