"""What a person was told before, so that the next message can say how it hangs together with the last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from . import words

_SAYINGS = {
    "en": {
        "email": "We emailed you about this on {day}.",
        "text": "We texted you about this on {day}.",
        "letter": "We wrote to you about this on {day}.",
        "call": "We spoke to you about this on {day}.",
    },
    "cy": {
        "email": "Fe wnaethom e-bostio chi am hyn {day}.",
        "text": "Fe wnaethom anfon neges destun atoch am hyn {day}.",
        "letter": "Fe wnaethom ysgrifennu atoch am hyn {day}.",
        "call": "Fe wnaethom siarad â chi am hyn {day}.",
    },
}


@dataclass(frozen=True)
class Told:
    """One earlier message about the same thing that did go out."""

    channel: str
    on: date


def told_before(earlier: Iterable[Told], channel: str, language: str) -> str:
    """A sentence about the latest message that went another way; empty where there was none."""
    others = [told for told in earlier if told.channel != channel and told.channel in _SAYINGS[language]]
    if not others:
        return ""
    latest = max(others, key=lambda told: told.on)
    return _SAYINGS[language][latest.channel].format(day=words.day(latest.on, language))
