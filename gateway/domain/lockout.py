"""Guessing passwords is made slow: after some failures each further try has to wait, longer every time.

Who guesses from elsewhere must not keep somebody out: where they got in before, only what is tried there
counts against them. And an office or a library that many share is not held to account for ever: what was
tried from there is forgiven a little with each minute.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Kind = Literal["account", "address", "known"]
"""An account tried from where it never got in; a network address; an account where it got in before."""

FREE: dict[str, int] = {"account": 5, "address": 20, "known": 5}
"""Failures without a wait. Many people may share one address, in a library say."""
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)
ONE_FORGIVEN_EACH = {"address": timedelta(minutes=3)}
KNOWN_FOR = timedelta(days=90)
"""So long an account is remembered to have got in from somewhere."""


@dataclass(eq=False)
class Failures:
    """The failures in a row for an email address (known here or not), or from a network address."""

    kind: Kind
    key: str
    count: int = 0
    last_at: datetime | None = None

    def fail(self, at: datetime) -> None:
        """One more, unless the last one is long ago: then it is the first again."""
        self.count = self.standing(at) + 1
        self.last_at = at

    def standing(self, at: datetime) -> int:
        """How many failures still count at that instant."""
        if self.last_at is None or at - self.last_at >= FORGOTTEN_AFTER:
            return 0
        each = ONE_FORGIVEN_EACH.get(self.kind)
        return max(self.count - (at - self.last_at) // each, 0) if each else self.count

    def wait(self, at: datetime) -> timedelta:
        """How long the next try has to wait; nothing while there is no reason to."""
        standing = self.standing(at)
        if self.last_at is None or standing < FREE[self.kind]:
            return timedelta(0)
        length = min(FIRST_WAIT * int(2 ** min(standing - FREE[self.kind], 20)), LONGEST_WAIT)
        return max(self.last_at + length - at, timedelta(0))

    def take_back(self, failed_at: datetime, before: datetime | None) -> None:
        """The try of that instant was none; `before` is when the one before it was."""
        self.count = max(self.count - 1, 0)
        if self.last_at == failed_at:
            self.last_at = before

    def got_in(self, at: datetime) -> None:
        """The right password: nothing is held against them here."""
        self.count, self.last_at = 0, at
