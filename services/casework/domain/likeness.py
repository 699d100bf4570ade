"""Two records that may be about one person: how alike they are, and by what.

The weights say how much each sign is worth; sixty of a hundred is enough for somebody to look at both. They
follow from what the signs are worth at a desk: a name and a date of birth together are enough, a shared phone
is not (a household has one), and two different numbers speak strongly for two people.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from services.casework.domain import names
from services.casework.domain.contact import ContactCard
from services.casework.domain.errors import Conflict
from services.casework.domain.search import swapped

ENOUGH = 60
NAME, BORN, BORN_SWAPPED, NUMBER, PHONE, EMAIL, POSTCODE = 40, 40, 25, 40, 25, 25, 10
OTHER_NUMBER, OTHER_BIRTHDAY = -40, -30
LEAST_OF_A_NAME = 0.5


class Told(Protocol):
    """A record, or what is told at registration, as far as it is compared with others."""

    @property
    def full_name(self) -> str: ...

    @property
    def date_of_birth(self) -> date | None: ...

    @property
    def national_insurance_number(self) -> str | None: ...

    @property
    def card(self) -> ContactCard: ...


@dataclass(frozen=True, kw_only=True)
class Signs:
    """What of a person is compared with another."""

    name: str
    born: date | None = None
    number: str | None = None
    phone: str | None = None
    email: str | None = None
    postcode: str | None = None


@dataclass(frozen=True)
class Likeness:
    """How alike two people are, from 0 to 100, and the codes of the signs (`reference/found-by.yaml`)."""

    score: int
    because: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        """Whether somebody has to look: the name or the number is alike, and something besides."""
        return self.score >= ENOUGH and not {"name", "number"}.isdisjoint(self.because)


@dataclass(eq=False, kw_only=True)
class LookAlikes:
    """Two records that look alike, until somebody has looked at both."""

    id: UUID
    one_id: UUID
    """The smaller of the two ids, so that a pair is one whichever was found first."""
    other_id: UUID
    score: int
    because: list[str]
    found_at: datetime
    dismissed_at: datetime | None = None
    dismissed_by: UUID | None = None

    def dismiss(self, by: UUID, at: datetime) -> None:
        """Somebody has looked at both: they are two people."""
        if self.dismissed_at is not None:
            raise Conflict("dismissed-already", "Somebody has said so already.")
        self.dismissed_at, self.dismissed_by = at, by


def signs_of(person: Told) -> Signs:
    """What of a record, or of what is told at registration, is compared with others."""
    return Signs(
        name=person.full_name,
        born=person.date_of_birth,
        number=person.national_insurance_number,
        phone=person.card.phone,
        email=person.card.email,
        postcode=person.card.postcode,
    )


def marks(signs: Signs) -> Iterator[tuple[str, str]]:
    """By what somebody is found with whom they may be one, besides the day of birth: phone, email, and the
    number with any sign of it left out. Whoever shares neither a day of birth nor a mark with another is
    never enough like them, whatever the name (`may_be_enough`).
    """
    for code in ("phone", "email"):
        if plain := _plain(getattr(signs, code)):
            yield code, plain
    for slip in sorted(names.slips(signs.number)) if signs.number else ():
        yield "number", slip


def may_be_enough(one: Signs, other: Signs) -> bool:
    """Whether two people can be alike enough, as far as it is seen without comparing their names."""
    return NAME + sum(worth for _, worth in _besides(one, other)) >= ENOUGH


def compare(one: Signs, other: Signs) -> Likeness:
    """How alike two people are by all that is known of both."""
    points = dict(_points(one, other))
    score = max(0, min(100, sum(points.values())))
    return Likeness(score, tuple(code for code, worth in points.items() if worth > 0))


def _points(one: Signs, other: Signs) -> Iterator[tuple[str, int]]:
    well = max(
        names.likeness(names.words(one.name), other.name), names.likeness(names.words(other.name), one.name)
    )
    if well >= LEAST_OF_A_NAME:
        yield "name", round(well * NAME)
    yield from _besides(one, other)


def _besides(one: Signs, other: Signs) -> Iterator[tuple[str, int]]:
    yield from _birthdays(one.born, other.born)
    if one.number and other.number:
        near = not names.slips(one.number).isdisjoint(names.slips(other.number))
        yield "number", NUMBER if near else OTHER_NUMBER
    for code, worth in (("phone", PHONE), ("email", EMAIL), ("postcode", POSTCODE)):
        if getattr(one, code) and _plain(getattr(one, code)) == _plain(getattr(other, code)):
            yield code, worth


def _birthdays(one: date | None, other: date | None) -> Iterator[tuple[str, int]]:
    if one is None or other is None:
        return
    same = BORN if one == other else BORN_SWAPPED if other in swapped(one) else OTHER_BIRTHDAY
    yield "date-of-birth", same


def _plain(text: str | None) -> str:
    return "".join((text or "").casefold().split())
