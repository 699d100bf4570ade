"""The few modules that know nameko and eventlet: what a service class is made of, and what runs it.

`chassis.cli` patches the standard library before this is imported to run services; elsewhere (other commands,
tests, migrations) it is imported unpatched and everything simply blocks.
"""

from chassis.runtime.context import Context
from chassis.runtime.relay import OutboxRelay
from chassis.runtime.subscription import Subscription
from chassis.runtime.threads import offload
from chassis.runtime.timers import every
from chassis.runtime.web import Http

__all__ = ["Context", "Http", "OutboxRelay", "Subscription", "every", "offload"]
