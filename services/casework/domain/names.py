"""What of a name is compared when somebody types a part of it, misspells it, or writes it down by ear.

English and Welsh spelling are both in use where this service is, so one name may be written by either:
`Siân` and `Shan`, `Rhys` and `Reece`, `Dafydd` and `David`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

APOSTROPHES = re.compile("['’‘ʼʻ`´]")
UNDIVIDED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
"""Letters that Unicode does not take apart into a plain letter and a mark."""

SHORTEST_START, LONGEST_START = 2, 6
SHORTEST_MISSPELT = 4
"""Of a shorter word nearly every other is one slip away."""

KEPT = 4096
"""Words of which it is remembered what they sound like: common names come again and again."""

SOUNDS: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"^(?:wr|rh)", "r"),
        (r"^(?:kn|gn)", "n"),
        (r"gh(?=[aeiouwy]?[bcdfgjklmnpqrstvxz]|$)", ""),
        (r"(?:bh|mh|ph|v)", "f"),
        (r"(?:sh|sch|si(?=[aeouwy]))", "s"),
        (r"(?:ch|qu|q)", "k"),
        (r"c(?=[eiy])", "s"),
        (r"x", "ks"),
        (r"c", "k"),
        (r"z", "s"),
        (r"(?:th|d)", "t"),
        (r"^[aeiouy]+", "a"),
        (r"(?<=.)[aeiouwyh]+", "-"),
        (r"([a-z])\1+", r"\1"),
        (r"-", ""),
    )
)
"""From the written to the heard, in this order. Vowels and w, y, h count at the beginning of a word alone."""


def words(name: str) -> tuple[str, ...]:
    """The words of a name in their order, without case and accents: `Siân Ó Briain` → sian o briain."""
    plain = unicodedata.normalize("NFKD", APOSTROPHES.sub("", name.casefold()))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(re.findall(r"\w+", letters.translate(UNDIVIDED)))


def spellings(name: str) -> tuple[str, ...]:
    """The words, and neighbours written as one: `Anne-Marie` is also looked for as Annemarie."""
    single = words(name)
    return (*dict.fromkeys([*single, *("".join(two) for two in pairwise(single))]),)


def beginnings(word: str) -> Iterator[str]:
    """How the word begins, for whoever has typed or heard only so much of it."""
    for length in range(SHORTEST_START, min(len(word), LONGEST_START) + 1):
        yield word[:length]


@lru_cache(maxsize=KEPT)
def slips(word: str) -> frozenset[str]:
    """The word, and the word with each letter left out in turn.

    Two words that are one slip apart (a letter too many, too few, another, or two exchanged) have one in
    common; this is the deletion neighbourhood of Mor and Fraenkel (1982).
    """
    if len(word) < SHORTEST_MISSPELT:
        return frozenset((word,))
    return frozenset((word, *(word[:place] + word[place + 1 :] for place in range(len(word)))))


@lru_cache(maxsize=KEPT)
def sound(word: str) -> str | None:
    """The word as it is heard, roughly; None for what is too short, or not in Latin letters."""
    if not word.isascii():
        return None
    heard = word
    for pattern, by in SOUNDS:
        heard = pattern.sub(by, heard)
    return heard if len(heard) > 1 else None


def likeness(asked: Sequence[str], name: str) -> float:
    """How well a name answers to the words asked for: 1 if it has each, 0 if it has nothing like one."""
    there = spellings(name)
    if not asked or not there:
        return 0.0
    apart = [_best(word, there) for word in asked]
    joined = [_best("".join(asked), there)] if len(asked) > 1 else [0.0]
    return max(sum(apart) / len(apart), *joined)


def _best(asked: str, there: Iterable[str]) -> float:
    return max((alike(asked, word) for word in there), default=0.0)


def alike(asked: str, word: str) -> float:
    """How well one word answers to another that was asked for."""
    if asked == word:
        return 1.0
    if word.startswith(asked) and len(asked) >= SHORTEST_START:
        return 0.9
    if not slips(asked).isdisjoint(slips(word)):
        return 0.8
    heard = sound(asked)
    return 0.7 if heard is not None and heard == sound(word) else 0.0
