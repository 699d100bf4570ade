"""A session: somebody is signed in, on one browser or in one program, until it is left or grows old."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

IDLE = timedelta(hours=2)
"""Nothing was asked for so long: whoever sits there now may be somebody else."""
ABSOLUTE = timedelta(hours=12)
"""However busy, everybody signs in anew each working day."""
IDLE_SHARED = timedelta(minutes=10)
"""The same on a computer that others use: the next one may sit down at any moment."""
ABSOLUTE_SHARED = timedelta(hours=1)
SHARED = "shared."
"""How the token of a session on such a computer begins. It is hashed with the rest: nobody makes a session
longer by taking it off."""
NOTED_EACH = timedelta(minutes=1)
"""A session's last use is written down no more often than this."""


@dataclass(eq=False)
class SignIn:
    """One session. The token itself is with its holder alone; here is what it hashes to."""

    id: UUID
    token_hash: str
    account_id: UUID
    organisation_id: UUID | None
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None

    def is_live(self, at: datetime) -> bool:
        """Whether its holder is signed in at that instant of real time."""
        return self.ended_at is None and at < self.seen_at + IDLE and at < self.started_at + ABSOLUTE

    def needs_note(self, at: datetime) -> bool:
        """Whether its last use should be written down again."""
        return at - self.seen_at >= NOTED_EACH

    def end(self, at: datetime) -> None:
        """Signed out. A session that has ended stays as it is."""
        self.ended_at = self.ended_at or at


def new_token(*, shared: bool = False) -> str:
    """What a browser or program holds: 256 bits that nobody can guess."""
    return (SHARED if shared else "") + secrets.token_urlsafe(32)


def is_shared(token: str | None) -> bool:
    """Whether the session of this token is on a computer that others use."""
    return token is not None and token.startswith(SHARED)


def limits(token: str) -> tuple[timedelta, timedelta]:
    """How long a session lasts in which nothing is asked for, and how long at most."""
    return (IDLE_SHARED, ABSOLUTE_SHARED) if is_shared(token) else (IDLE, ABSOLUTE)


def hashed(token: str) -> str:
    """What is kept of a token. It is random already, so a plain hash tells a thief of the database
    nothing.
    """
    return hashlib.sha256(token.encode()).hexdigest()
