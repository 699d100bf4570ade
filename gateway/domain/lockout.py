"""Guessing passwords is made slow: after some failures each further try has to wait, longer every time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Kind = Literal["account", "address"]

FREE: dict[str, int] = {"account": 5, "address": 20}
"""Failures without a wait. Many people may share one address, in a library say."""
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)


@dataclass(eq=False)
class Failures:
    """The failures in a row for an email address (known here or not), or from a network address."""

    kind: Kind
    key: str
    count: int = 0
    last_at: datetime | None = None

    def fail(self, at: datetime) -> None:
        """One more, unless the last one is long ago: then it is the first again."""
        if self.last_at is not None and at - self.last_at >= FORGOTTEN_AFTER:
            self.count = 0
        self.count += 1
        self.last_at = at

    def wait(self, at: datetime) -> timedelta:
        """How long the next try has to wait; nothing while there is no reason to."""
        if self.last_at is None or self.count < FREE[self.kind] or at - self.last_at >= FORGOTTEN_AFTER:
            return timedelta(0)
        doublings = min(self.count - FREE[self.kind], 20)
        length = min(FIRST_WAIT * int(2**doublings), LONGEST_WAIT)
        return max(self.last_at + length - at, timedelta(0))
