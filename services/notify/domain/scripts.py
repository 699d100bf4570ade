"""What an adviser reads before and while ringing somebody."""

from collections.abc import Iterator

from .cards import Card

_LANGUAGE_NAMES = {"en": "English", "cy": "Welsh"}


def call_script(card: Card | None, words: str, phone: str | None = None) -> str:
    """The words to say, after what keeps the call safe for this person; `phone` as people write numbers."""
    safety = "We hold no way of reaching them. Tell them when you next see them."
    if card is not None:
        safety = " ".join(_safety(card, phone or card.phone))
    return f"{safety}\n\n{words}".strip()


def _safety(card: Card, phone: str | None) -> Iterator[str]:
    safe = card.safe_contact
    if phone:
        yield f"Ring {card.called} on {phone}."
    else:
        yield f"{card.called} has no phone: tell them in person."
    if card.language != "en":
        yield f"They prefer {_LANGUAGE_NAMES[card.language]}."
    if card.phone and not safe.voicemail:
        yield "Do not leave a voicemail."
    if safe.sender_name:
        yield f"Say that you are {safe.sender_name}."
    if safe.quiet_from and safe.quiet_until:
        yield f"Do not ring between {safe.quiet_from:%H:%M} and {safe.quiet_until:%H:%M}."
