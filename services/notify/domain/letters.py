"""Letters: written, waiting to be printed, and posted by hand."""

from datetime import date, datetime
from uuid import UUID

from .errors import Conflict


class Letter:
    """A print-ready page for one message. It has the id of its message."""

    def __init__(self, *, id: UUID, person_id: UUID, page: str, written_at: datetime) -> None:
        self.id, self.person_id, self.written_at = id, person_id, written_at
        self.page: str | None = page
        self.posted_on: date | None = None
        self.withdrawn = False

    @property
    def state(self) -> str:
        """waiting to be printed, posted or withdrawn."""
        if self.withdrawn:
            return "withdrawn"
        return "posted" if self.posted_on else "waiting to be printed"

    def post(self, on: date) -> None:
        """Somebody has printed it and put it in the post."""
        if self.state != "waiting to be printed":
            raise Conflict("letter-moved-on", f"This letter is {self.state} already.")
        self.posted_on = on

    def withdraw(self) -> None:
        """It has become pointless before it was posted; its page is thrown away."""
        if self.posted_on is None:
            self.withdrawn, self.page = True, None
