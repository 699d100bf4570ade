"""Subscriptions to the newsletter: asked for, confirmed by the owner of the address, ended by one link."""

from datetime import date, datetime, timedelta
from uuid import UUID

from .errors import DomainError
from .happened import Happened

ASK_AGAIN_AFTER = timedelta(minutes=10)
"""Nobody can have an address written to more often than this by asking again and again."""
LINK_HOLDS = timedelta(days=7)


class Subscription:
    """One address. Its token is kept as a hash: a thief of the database can neither confirm nor end it."""

    def __init__(
        self,
        *,
        id: UUID,
        address: str,
        address_index: str,
        token_hash: str,
        language: str,
        asked_at: datetime,
    ) -> None:
        self.id, self.language = id, language
        self.address: str | None = address
        self.address_index: str | None = address_index
        self.token_hash, self.asked_at = token_hash, asked_at
        self.confirmed_on: date | None = None
        self.ended_on: date | None = None

    @property
    def state(self) -> str:
        """requested, confirmed or ended, derived from the dated facts."""
        if self.ended_on is not None:
            return "ended"
        return "confirmed" if self.confirmed_on is not None else "requested"

    def requested(self, token: str, on: date) -> list[Happened]:
        """Notify is to ask the owner of the address."""
        data = {"address": self.address, "token": token, "language": self.language, "occurred_on": on}
        return [Happened("subscription.requested", self.id, data)]

    def may_ask_again(self, at: datetime) -> bool:
        """Whether another email may go to an address that has not confirmed."""
        return self.state == "requested" and at - self.asked_at >= ASK_AGAIN_AFTER

    def ask_again(self, token: str, token_hash: str, language: str, at: datetime, on: date) -> list[Happened]:
        """A new link, which takes the place of the one before."""
        self.token_hash, self.language, self.asked_at = token_hash, language, at
        return self.requested(token, on)

    def confirm(self, at: datetime, on: date) -> list[Happened]:
        """The owner of the address wants the newsletter. Following the link twice changes nothing."""
        if self.state == "confirmed":
            return []
        if self.state == "ended" or at - self.asked_at > LINK_HOLDS:
            raise link_is_dead()
        self.confirmed_on = on
        return [Happened("subscription.confirmed", self.id, {"occurred_on": on})]

    def end(self, on: date) -> list[Happened]:
        """They do not want it any more; the address is forgotten, and the link goes on to say so."""
        if self.state == "ended":
            return []
        self.ended_on, self.address, self.address_index = on, None, None
        return [Happened("subscription.ended", self.id, {"occurred_on": on})]


def link_is_dead() -> DomainError:
    """A link that was never given out, or that holds no longer."""
    advice = {"token": ["Ask for the newsletter again, and follow the newest link."]}
    return DomainError("link-is-dead", "This link does not work any more.", advice)
