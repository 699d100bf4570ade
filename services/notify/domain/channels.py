"""Which way a message goes: what the person prefers first, then down the ladder to their adviser."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from .cards import Card

EMAIL, TEXT, LETTER, CALL = "email", "text", "letter", "call"
LADDER = (EMAIL, TEXT, LETTER, CALL)
WAITS_FOR_QUIET_HOURS = frozenset({EMAIL, TEXT})
LETTER_TAKES_DAYS = 4
"""Printed the next day and second class post: a letter about something sooner than this comes too late."""

_PREFERENCES = {
    "email": EMAIL,
    "text": TEXT,
    "letter": LETTER,
    "phone": CALL,
    "call": CALL,
    "in-person": CALL,
    "visit": CALL,
}


@dataclass(frozen=True)
class Choice:
    """The way chosen, and why each way before it was passed over."""

    channel: str | None
    passed_over: tuple[tuple[str, str], ...] = ()


def choose(
    card: Card,
    allowed: Collection[str] = LADDER,
    *,
    unable: Mapping[str, str] | None = None,
    days_left: int | None = None,
) -> Choice:
    """The first way that can reach this person.

    Someone who cannot get online gets a text or a letter only where they prefer it; else their adviser
    speaks to them, so that nobody is left with a letter that they did not ask for.
    `unable` names ways that are closed for another reason (no provider, already failed);
    `days_left` is how long there is until the moment that the message is about.
    """
    closed = unable or {}
    passed_over: list[tuple[str, str]] = []
    for channel in _ladder(card, allowed):
        reason = closed[channel] if channel in closed else _refusal(channel, card, days_left)
        if reason is None:
            return Choice(channel, tuple(passed_over))
        passed_over.append((channel, reason))
    return Choice(None, tuple(passed_over))


def preference(card: Card) -> str | None:
    """The person's preferred way, in notify's words; None where they have not said."""
    return _PREFERENCES.get(card.channel or "")


def _ladder(card: Card, allowed: Collection[str]) -> list[str]:
    first = preference(card)
    ladder = [channel for channel in LADDER if channel in allowed]
    return sorted(ladder, key=lambda channel: channel != first)


def _refusal(channel: str, card: Card, days_left: int | None) -> str | None:
    """Why this way cannot reach the person; None when it can."""
    if channel == EMAIL:
        return _email_refusal(card)
    if channel == TEXT:
        return _text_refusal(card)
    if channel == LETTER:
        return _letter_refusal(card, days_left)
    return None


def _email_refusal(card: Card) -> str | None:
    if not card.email:
        return "they have no email address"
    return None if card.digital_access else "they cannot get online"


def _text_refusal(card: Card) -> str | None:
    if not card.phone:
        return "they have no phone"
    return None if card.digital_access or preference(card) == TEXT else "they cannot get online"


def _letter_refusal(card: Card, days_left: int | None) -> str | None:
    if not card.has_postal_address:
        return "they have no postal address"
    if not card.safe_contact.letter:
        return "a letter is not safe for them"
    if days_left is not None and days_left < LETTER_TAKES_DAYS:
        return "a letter would come too late"
    welcome = card.digital_access or preference(card) == LETTER
    return None if welcome else "their adviser speaks to them instead"
