"""Newsletter subscriptions as notify knows them: where to write, and whether it may."""

from datetime import date
from uuid import UUID


class Subscription:
    """One address that asked for the newsletter. Requested, then confirmed by the link, then ended."""

    def __init__(self, id: UUID) -> None:
        self.id = id
        self.address: str | None = None
        self.token: str | None = None
        self.language = "en"
        self.requested_since = 0
        self.confirmed_on: date | None = None
        self.ended_on: date | None = None

    def request(self, *, address: str, token: str, language: str, sequence: int) -> None:
        """Somebody, perhaps not the owner of the address, asked for it; the newest token counts."""
        if sequence > self.requested_since and self.ended_on is None:
            self.address, self.token, self.language = address, token, language
            self.requested_since = sequence

    def confirm(self, on: date) -> None:
        """The owner of the address followed the link."""
        self.confirmed_on = on

    def end(self, on: date) -> None:
        """They do not want it any more: the address is forgotten at once."""
        self.ended_on, self.address, self.token = on, None, None

    @property
    def state(self) -> str:
        """requested, confirmed or ended, derived from the dated facts."""
        if self.ended_on is not None:
            return "ended"
        return "confirmed" if self.confirmed_on is not None else "requested"
