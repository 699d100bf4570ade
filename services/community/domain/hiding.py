"""What a moderator can do to anything that was written: hide it with a reason, and restore it."""

from datetime import date, datetime
from uuid import UUID

from .errors import Conflict
from .happened import Happened

HIDDEN, RESTORED = "hidden", "restored"


class Hideable:
    """Something written by a member. While it is hidden, only its author and moderators read it."""

    sort: str
    """thread, reply or article."""
    id: UUID
    hidden_at: datetime | None
    hidden_reason: str | None

    @property
    def is_hidden(self) -> bool:
        """Whether a moderator has hidden it."""
        return self.hidden_at is not None

    def hide(self, reason: str, at: datetime, on: date) -> list[Happened]:
        """Nobody else reads it until it is restored. `reason` is a code."""
        if self.is_hidden:
            raise Conflict("hidden-already", "This is hidden already.")
        self.hidden_at, self.hidden_reason = at, reason
        return [self._decided("content.hidden", reason, on)]

    def restore(self, reason: str, on: date) -> list[Happened]:
        """Everybody reads it again."""
        if not self.is_hidden:
            raise Conflict("not-hidden", "This is not hidden.")
        self.hidden_at, self.hidden_reason = None, None
        return [self._decided("content.restored", reason, on)]

    def _decided(self, name: str, reason: str, on: date) -> Happened:
        return Happened(name, self.id, {"sort": self.sort, "reason": reason, "occurred_on": on})


class Decision:
    """A moderator's decision, kept for good: what was hidden or restored, by whom and why."""

    def __init__(
        self,
        *,
        id: UUID,
        sort: str,
        content_id: UUID,
        decision: str,
        reason: str,
        note: str | None,
        decided_by: UUID,
        decided_at: datetime,
    ) -> None:
        self.id, self.sort, self.content_id = id, sort, content_id
        self.decision, self.reason, self.note = decision, reason, note
        self.decided_by, self.decided_at = decided_by, decided_at
