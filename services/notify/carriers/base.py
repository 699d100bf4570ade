"""What each way out has in common."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Parcel:
    """One message, written, addressed and ready to go."""

    id: UUID
    channel: str
    to: str = field(repr=False)
    sender: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)
    language: str = "en"
    unsubscribe_url: str | None = field(default=None, repr=False)


class Outcome(Enum):
    """What became of a parcel."""

    SENT = "sent"
    FOR_NOW = "failed for now"
    FOR_GOOD = "failed for good"


@dataclass(frozen=True)
class Receipt:
    """The outcome in words that name nobody: they are kept in the log."""

    outcome: Outcome
    words: str


class Carrier(Protocol):
    """A way out. A provider of texts is added by writing one of these."""

    def refusal(self) -> str | None:
        """Why this way cannot be used here at all; None when it can."""

    def carry(self, parcel: Parcel) -> Receipt:
        """Take the parcel, and never raise for what the other side does."""

    def close(self) -> None:
        """The round is over: let connections go."""


@dataclass(frozen=True)
class Carriers:
    """The ways out of this instance, by channel."""

    by_channel: Mapping[str, Carrier]

    def refusals(self) -> dict[str, str]:
        """The channels that are closed here, with the reason."""
        reasons = {channel: carrier.refusal() for channel, carrier in self.by_channel.items()}
        return {channel: reason for channel, reason in reasons.items() if reason is not None}

    def carry(self, parcel: Parcel) -> Receipt:
        """Hand it to the carrier of its channel."""
        return self.by_channel[parcel.channel].carry(parcel)

    def close(self) -> None:
        """The round is over."""
        for carrier in self.by_channel.values():
            carrier.close()
