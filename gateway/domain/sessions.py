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


def new_token() -> str:
    """What a browser or program holds: 256 bits that nobody can guess."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What is kept of a token. It is random already, so a plain hash tells a thief of the database
    nothing.
    """
    return hashlib.sha256(token.encode()).hexdigest()
