"""A text as somebody would read it out: without tricks of typing, and with spelt-out digits as digits."""

import html
import re
import unicodedata
from urllib.parse import unquote

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]"
)
_MARKS = re.compile(r"[*_~`\\|]+")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_DIGIT_WORDS = {
    word: str(digit)
    for digit, words in enumerate(
        (
            ("zero", "nought", "oh", "dim"),
            ("one", "un"),
            ("two", "dau"),
            ("three", "tri"),
            ("four", "pedwar"),
            ("five", "pump"),
            ("six", "chwech"),
            ("seven", "saith"),
            ("eight", "wyth"),
            ("nine", "naw"),
        )
    )
    for word in words
}
_TIMES = {"double": 2, "treble": 3, "triple": 3}
_WORD = re.compile(rf"\b(?:({'|'.join(_TIMES)})\s+)?({'|'.join(_DIGIT_WORDS)}|\d)\b", re.IGNORECASE)
_RUN = re.compile(r"(?<![A-Za-z0-9])[0-9OoIl][0-9OoIl .\-]{6,}(?![A-Za-z0-9])")
_ALIKE = str.maketrans("OoIl", "0011")


def read(text: str) -> str:
    """Entities decoded, invisible letters and marks of emphasis gone, all digits and dashes of one kind."""
    plain = unicodedata.normalize("NFKC", unquote(html.unescape(text)))
    plain = _DASHES.sub("-", _MARKS.sub("", _INVISIBLE.sub("", plain)))
    return "".join(_digit(letter) for letter in plain)


def spoken(text: str) -> str:
    """Digits that were spelt out (“oh seven double seven”), or typed as letters that look like them."""
    digits = _WORD.sub(lambda match: _said(match[1], match[2]), text)
    return _RUN.sub(_looked_alike, digits)


def _digit(letter: str) -> str:
    if letter.isascii() or not letter.isdecimal():
        return letter
    return str(unicodedata.decimal(letter))


def _said(times: str | None, word: str) -> str:
    digit = _DIGIT_WORDS.get(word.casefold(), word)
    return digit * _TIMES[times.casefold()] if times else digit


def _looked_alike(match: re.Match[str]) -> str:
    """Letters among digits are digits; letters alone are words."""
    run = match[0]
    return run.translate(_ALIKE) if sum(letter.isdigit() for letter in run) >= 5 else run
