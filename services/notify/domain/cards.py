"""The contact card: how a person may be reached, and how they may not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

LANGUAGES = ("en", "cy")


@dataclass(frozen=True)
class SafeContact:
    """What keeps contact safe for someone whose post, phone or voicemail others may see."""

    voicemail: bool = True
    letter: bool = True
    sender_name: str | None = None
    quiet_from: time | None = None
    quiet_until: time | None = None

    def is_quiet(self, local: datetime) -> bool:
        """Whether nothing that could ring or buzz may arrive at this local time."""
        if self.quiet_from is None or self.quiet_until is None or self.quiet_from == self.quiet_until:
            return False
        at = local.time()
        if self.quiet_from < self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until

    def next_moment(self, local: datetime) -> datetime:
        """This local time, or the end of the quiet hours that it falls in."""
        if not self.is_quiet(local) or self.quiet_until is None:
            return local
        ends = local.replace(
            hour=self.quiet_until.hour, minute=self.quiet_until.minute, second=0, microsecond=0, fold=0
        )
        return ends if ends.time() > local.time() else ends + timedelta(days=1)


@dataclass(frozen=True)
class Card:
    """How one person is reached. Nobody is assumed to have an email, a phone or a fixed address."""

    name: str
    called: str
    language: str = "en"
    channel: str | None = None
    email: str | None = None
    phone: str | None = None
    address_lines: tuple[str, ...] = ()
    postcode: str | None = None
    digital_access: bool = True
    safe_contact: SafeContact = field(default_factory=SafeContact)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Card":
        """The card that a sealed field held; an unknown language is answered in English."""
        name = values["name"]
        return cls(
            name=name,
            called=values.get("called") or name,
            language=values["language"] if values.get("language") in LANGUAGES else "en",
            channel=values.get("channel"),
            email=values.get("email") or None,
            phone=values.get("phone") or None,
            address_lines=tuple(line for line in values.get("address_lines") or () if line),
            postcode=values.get("postcode") or None,
            digital_access=values.get("digital_access", True) is not False,
            safe_contact=_safe_contact(values.get("safe_contact") or {}),
        )

    @property
    def has_postal_address(self) -> bool:
        """A letter needs at least a line and a postcode."""
        return bool(self.address_lines and self.postcode)


def _safe_contact(values: Mapping[str, Any]) -> SafeContact:
    return SafeContact(
        voicemail=values.get("voicemail", True) is not False,
        letter=values.get("letter", True) is not False,
        sender_name=values.get("sender_name") or None,
        quiet_from=_clock_time(values.get("quiet_from")),
        quiet_until=_clock_time(values.get("quiet_until")),
    )


def _clock_time(value: str | None) -> time | None:
    return time.fromisoformat(value) if value else None
