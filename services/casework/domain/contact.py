"""How a person can be reached, and how they may safely be reached."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import time
from typing import Any

from services.casework.domain.errors import DomainError

CHANNELS = ("email", "text", "phone", "letter")
E164 = re.compile(r"\+[1-9][0-9]{6,14}")
NEEDED = {"email": ("email", "an email address"), "text": ("phone", "a phone number")}
NEEDED |= {"phone": ("phone", "a phone number"), "letter": ("address_lines", "an address")}


@dataclass(frozen=True)
class SafeContact:
    """What may be done without putting the person at risk: somebody else may hear, see or open it."""

    voicemail: bool = True
    letter: bool = True
    sender_name: str | None = None
    """What the sender is called on an envelope or a caller's display, if not the organisation's name."""
    quiet_from: time | None = None
    quiet_until: time | None = None

    def __post_init__(self) -> None:
        if (self.quiet_from is None) != (self.quiet_until is None):
            advice = {"contact.safe_contact": ["Give both the beginning and the end of the quiet hours."]}
            raise DomainError("half-quiet-hours", "Quiet hours need a beginning and an end.", advice)


@dataclass(frozen=True)
class ContactCard:
    """Everything that is needed to reach a person, with the channel and the language that they prefer."""

    channel: str = "letter"
    language: str = "en"
    email: str | None = None
    phone: str | None = None
    """In E.164: +447700900123."""
    address_lines: tuple[str, ...] = ()
    postcode: str | None = None
    digital_access: bool | None = None
    """Whether they can read an email or a page. None until we know: then an email address speaks for it."""
    safe_contact: SafeContact = field(default_factory=SafeContact)

    def __post_init__(self) -> None:
        self._check_channel()
        if self.phone is not None and not E164.fullmatch(self.phone):
            advice = {"contact.phone": ["Give a phone number, like 07700 900123 or +44 7700 900123."]}
            raise DomainError("bad-phone-number", "This is not a phone number.", advice)

    def _check_channel(self) -> None:
        if self.channel not in CHANNELS:
            advice = {"contact.channel": [f"Choose one of: {', '.join(CHANNELS)}."]}
            raise DomainError("unknown-channel", f"“{self.channel}” is not a channel.", advice)
        needed, words = NEEDED[self.channel]
        if not getattr(self, needed):
            advice = {f"contact.{needed}": [f"Give {words}, or choose another channel."]}
            raise DomainError("channel-out-of-reach", f"To use this channel we need {words}.", advice)
        if self.channel == "letter" and not self.safe_contact.letter:
            advice = {"contact.channel": ["Choose another channel, or say that letters are safe."]}
            raise DomainError("channel-not-safe", "Letters are not safe for this person.", advice)

    @property
    def is_online(self) -> bool:
        """Whether this person can be served with an email or a page."""
        return bool(self.email) if self.digital_access is None else self.digital_access

    def as_plain(self) -> dict[str, Any]:
        """Plain JSON values, to be stored encrypted."""
        plain = asdict(self) | {"address_lines": list(self.address_lines)}
        for hour in ("quiet_from", "quiet_until"):
            if (at := plain["safe_contact"][hour]) is not None:
                plain["safe_contact"][hour] = at.strftime("%H:%M")
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "ContactCard":
        """The card that `as_plain` wrote."""
        safe = dict(plain["safe_contact"])
        for hour in ("quiet_from", "quiet_until"):
            safe[hour] = time.fromisoformat(safe[hour]) if safe[hour] else None
        rest = {**plain, "address_lines": tuple(plain["address_lines"]), "safe_contact": SafeContact(**safe)}
        return cls(**rest)


def contact_in_words(card: ContactCard, language: str = "", phone: str | None = None) -> str:
    """How to reach this person safely, for somebody to whom they are referred: one way and no more.

    `language` is what the language that they prefer is called; `phone` their number as people write it.
    """
    return " ".join([_way(card, phone or card.phone), *_cautions(card, language or card.language)])


def _way(card: ContactCard, phone: str | None) -> str:
    if card.channel == "letter":
        return f"By letter: {', '.join([*card.address_lines, card.postcode or '']).rstrip(', ')}."
    return f"By {card.channel}: {card.email if card.channel == 'email' else phone}."


def _cautions(card: ContactCard, language: str) -> list[str]:
    safe = card.safe_contact
    said = [] if card.language == "en" else [f"Preferred language: {language}."]
    said += ["Please leave no voicemail."] if card.phone and not safe.voicemail else []
    said += [f"Call yourself {safe.sender_name}."] if safe.sender_name else []
    if safe.quiet_from is not None and safe.quiet_until is not None:
        said.append(f"Not from {safe.quiet_from:%H:%M} to {safe.quiet_until:%H:%M}.")
    return said
