"""Safe contact: what a person asked us not to do, and whether a contact kept to it."""

from collections.abc import Sequence
from datetime import time

from services.casework.domain.contact import ContactCard, SafeContact
from services.casework.domain.errors import DomainError

HEARD_OR_SEEN = frozenset({"phone", "text", "visit", "video"})
"""Channels that somebody beside the person may notice: these keep the quiet hours."""
ADVICE = {
    "letter": "They asked for no letters. Say why one was sent.",
    "voicemail": "They asked for no voicemail. Say why one was left.",
    "quiet-hours": "They asked not to be disturbed at that time. Say why it was done.",
    "sender-name": "They asked for another sender’s name. Say why it was not used.",
}


def against(
    card: ContactCard, channel: str, direction: str, at: time, *, voicemail: bool, own_name: bool
) -> list[str]:
    """What of a contact the person had asked us not to do; `at` is the time on a wall where they live."""
    if direction != "out":
        return []
    safe = card.safe_contact
    found = {
        "letter": channel == "letter" and not safe.letter,
        "voicemail": voicemail and not safe.voicemail,
        "quiet-hours": channel in HEARD_OR_SEEN and is_quiet(safe, at),
        "sender-name": own_name and safe.sender_name is not None,
    }
    return [code for code, is_so in found.items() if is_so]


def is_quiet(safe: SafeContact, at: time) -> bool:
    """Whether that time is within their quiet hours, which may go past midnight."""
    if safe.quiet_from is None or safe.quiet_until is None:
        return False
    if safe.quiet_from <= safe.quiet_until:
        return safe.quiet_from <= at < safe.quiet_until
    return at >= safe.quiet_from or at < safe.quiet_until


def require_reason(codes: Sequence[str], because: str | None) -> None:
    """Nothing that a person asked us not to do is recorded without why it was done."""
    if codes and not because:
        advice = {"because": [ADVICE[code] for code in codes]}
        raise DomainError("not-as-they-asked", "This is not how they asked to be contacted.", advice)
