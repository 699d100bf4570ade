"""Looking for a person by what is known of them: words of a name, a date of birth, a number, a reference."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.casework.domain import names
from services.casework.domain.errors import DomainError
from services.casework.domain.identity import national_insurance_number

REFERENCE = re.compile(r"\bP-[0-9A-Z]{4}-[0-9A-Z]{2}\b", re.IGNORECASE)
NUMBER = re.compile(r"\b[A-Z]{2}(?:[\s-]?[0-9]){6}[\s-]?[A-D]\b", re.IGNORECASE)
DAY_FIRST = re.compile(r"\b([0-9]{1,2})[./\s-]([0-9]{1,2})[./\s-]([0-9]{4})\b")
YEAR_FIRST = re.compile(r"\b([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\b")
LEAST_ALIKE = 0.5
"""Whoever answers worse than this to what was asked is not shown."""

EXACT, SWAPPED = 1.0, 0.6


@dataclass(frozen=True)
class Asked:
    """What somebody typed into the one box, taken apart."""

    reference: str | None = None
    number: str | None = None
    born: date | None = None
    name: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing by which anybody could be found."""
        return not (self.reference or self.number or self.born or self.name)

    @property
    def birthdays(self) -> tuple[date, ...]:
        """The day asked for, and the one that it is if day and month were exchanged."""
        return () if self.born is None else (self.born, *swapped(self.born))


@dataclass(frozen=True)
class Known:
    """What is known of somebody by which they can be found."""

    reference: str
    names: Sequence[str]
    number: str | None = None
    born: date | None = None


def asked(text: str) -> Asked:
    """Numbers and dates are taken out of the text by their form; what is left are words of a name."""
    reference, rest = _taken(REFERENCE, text)
    number, rest = _number(rest)
    born, rest = _born(rest)
    return Asked(reference.upper() if reference else None, number, born, names.words(rest))


def answers(asked: Asked, known: Known) -> Mapping[str, float]:
    """How well somebody answers to each part of what was asked, from 0 to 1."""
    told: dict[str, float] = {}
    if asked.reference is not None:
        told["reference"] = EXACT if known.reference == asked.reference else 0.0
    if asked.number is not None:
        told["number"] = EXACT if known.number == asked.number else 0.0
    if asked.born is not None:
        told["date-of-birth"] = _birthday(asked.born, known.born)
    if asked.name:
        told["name"] = max((names.likeness(asked.name, name) for name in known.names), default=0.0)
    return told


def score(answers: Mapping[str, float]) -> float:
    """How well somebody answers to all of it: an exact number or reference counts as much as everything."""
    if not answers:
        return 0.0
    if EXACT in (answers.get("number"), answers.get("reference")):
        return EXACT
    return sum(answers.values()) / len(answers)


def swapped(day: date) -> tuple[date, ...]:
    """The same date with day and month exchanged, where that is another date."""
    if day.day == day.month or day.day > 12:
        return ()
    return (day.replace(month=day.day, day=day.month),)


def _birthday(asked: date, known: date | None) -> float:
    if known is None:
        return 0.0
    return EXACT if known == asked else SWAPPED if known in swapped(asked) else 0.0


def _taken(form: re.Pattern[str], text: str) -> tuple[str | None, str]:
    found = form.search(text)
    return (None, text) if found is None else (found.group(), form.sub(" ", text, count=1))


def _number(text: str) -> tuple[str | None, str]:
    typed, rest = _taken(NUMBER, text)
    try:
        return (None if typed is None else national_insurance_number(typed)), rest
    except DomainError:
        return None, text


def _born(text: str) -> tuple[date | None, str]:
    for form, order in ((YEAR_FIRST, (1, 2, 3)), (DAY_FIRST, (3, 2, 1))):
        if (found := form.search(text)) is not None:
            try:
                day = date(*(int(found.group(place)) for place in order))
            except ValueError:
                continue
            return day, text[: found.start()] + " " + text[found.end() :]
    return None, text
