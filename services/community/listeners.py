"""Events in: none. The community needs nothing of others, and knows nobody's record."""

from chassis.messaging.listeners import Listeners

LISTENERS = Listeners("community")
