"""What can go wrong between a fact and those who listen for it."""

from typing import Any


class InvalidEvent(ValueError):
    """A service tried to record an event that does not keep to its own schema: a mistake in its code."""

    def __init__(self, type: str, errors: Any) -> None:
        super().__init__(f"{type}: {errors}")
        self.type = type
        self.errors = errors


class UnknownEvent(LookupError):
    """An event that the service has not declared."""


class Unreadable(Exception):
    """A message that this service can never read: no envelope, or sealed with a key that it does not have."""


class Forged(Unreadable):
    """A message that says that another said it than who did. It is never handled, however often tried."""


class DatabaseAway(Exception):
    """The database cannot be reached: nothing is acknowledged until it can."""


class BrokerAway(Exception):
    """The broker cannot be reached, or does not answer in time."""
