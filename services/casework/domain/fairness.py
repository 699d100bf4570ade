"""Whether some are recommended, take up or achieve less than others with the same needs, and how surely.

Expected is by indirect standardisation: what the group would have seen, had each of its people fared as all
people with the same needs did. How far observed may lie from it by chance follows from the hypergeometric
variance of each stratum (Mantel and Haenszel, 1959); a rate has the score interval of Wilson (1927).
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Any

from services.casework.domain.suggestions import Words

SHOWN = 1.96
"""Standard errors of the intervals that are shown: 95 in a hundred."""
Facts = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Group:
    """Some people: by what they answered, or by a number that lies between two."""

    code: str
    label: Words
    among: frozenset[str] = frozenset()
    least: int | None = None
    most: int | None = None

    def holds(self, value: Any) -> bool:
        """Whether somebody who said this belongs to it."""
        if isinstance(value, int):
            low = self.least is None or value >= self.least
            return low and (self.most is None or value <= self.most)
        return not self.among.isdisjoint(value if isinstance(value, list | tuple) else (value,))


@dataclass(frozen=True)
class Dimension:
    """By what people are told apart: something protected, or a proxy that may stand for it."""

    code: str
    label: Words
    topic: str
    field: str
    groups: tuple[Group, ...] = ()
    proxy: bool = False

    def group_of(self, facts: Facts) -> str | None:
        """The group of somebody; None where they did not say. Without a list, each value is a group."""
        value = facts.get(self.topic, {}).get(self.field)
        if value is None or not self.groups:
            return value
        return next((group.code for group in self.groups if group.holds(value)), None)


@dataclass(frozen=True)
class FairnessBook:
    """How it is checked, from one day on."""

    version: str
    from_on: date
    first: int
    minimum: int
    least_ratio: float
    sure: float
    stratum_minimum: int
    hidden_below: int
    small: int
    round_to: int
    may_level: tuple[str, ...]
    because: Words
    dimensions: tuple[Dimension, ...]

    def groups_of(self, facts: Facts) -> dict[str, str]:
        """The groups of somebody, by dimension, as far as they said."""
        found = {one.code: one.group_of(facts) for one in self.dimensions}
        return {code: group for code, group in found.items() if group is not None}


@dataclass(frozen=True)
class Case:
    """One person in a comparison: their groups, their needs, and whether it came about for them."""

    groups: Mapping[str, str]
    needs: frozenset[str]
    came_about: bool


@dataclass(frozen=True)
class Cell:
    """One group in a comparison."""

    people: int
    observed: int
    expected: float
    variance: float

    @property
    def rate(self) -> float:
        """For which part of them it came about."""
        return self.observed / self.people

    @property
    def ratio(self) -> float | None:
        """Observed against expected; None where nothing is expected of anybody."""
        return self.observed / self.expected if self.expected else None

    @property
    def interval(self) -> tuple[float, float]:
        """Between what the rate lies (Wilson, 1927)."""
        n, p, z2 = self.people, self.rate, SHOWN**2
        middle = (p + z2 / (2 * n)) / (1 + z2 / n)
        half = SHOWN / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)

    def is_behind(self, book: FairnessBook) -> bool:
        """Whether they are left behind more than need and chance explain."""
        if self.people < book.minimum or self.ratio is None or self.ratio >= book.least_ratio:
            return False
        return self.observed + book.sure * sqrt(self.variance) < self.expected


def book(plain: Mapping[str, Any]) -> FairnessBook:
    """One version, read from data."""
    rest = {name: value for name, value in plain.items() if name not in ("dimensions", "may_level")}
    dimensions = tuple(_dimension(entry) for entry in plain["dimensions"])
    return FairnessBook(may_level=tuple(plain["may_level"]), dimensions=dimensions, **rest)


def compare(cases: Sequence[Case], book: FairnessBook) -> dict[tuple[str, str], Cell]:
    """Each group of each dimension, against what would be expected by needs alone."""
    strata = _strata(cases, book)
    people, came = (
        Counter(strata),
        Counter(s for s, case in zip(strata, cases, strict=True) if case.came_about),
    )
    members: dict[tuple[str, str], Counter[Hashable]] = {}
    observed: Counter[tuple[str, str]] = Counter()
    for stratum, case in zip(strata, cases, strict=True):
        for key in case.groups.items():
            members.setdefault(key, Counter())[stratum] += 1
            observed[key] += case.came_about
    return {key: _cell(own, observed[key], people, came) for key, own in members.items()}


def association(pairs: Iterable[tuple[str, str]]) -> float | None:
    """How well one thing tells another, from 0 (not at all) to 1 (Cramér's V, 1946); None for too little."""
    both = Counter(pairs)
    total = sum(both.values())
    rows, columns = Counter[str](), Counter[str]()
    for (row, column), count in both.items():
        rows[row] += count
        columns[column] += count
    least = min(len(rows), len(columns)) - 1
    if least < 1:
        return None
    expected = {(r, c): rows[r] * columns[c] / total for r in rows for c in columns}
    chi = sum((both[key] - wanted) ** 2 / wanted for key, wanted in expected.items())
    return sqrt(chi / (total * least))


def _strata(cases: Sequence[Case], book: FairnessBook) -> list[Hashable]:
    """With whom each is compared: those with the same barriers, or with as many where these are few."""
    alike = Counter(case.needs for case in cases)
    return [case.needs if alike[case.needs] >= book.stratum_minimum else len(case.needs) for case in cases]


def _cell(
    own: Mapping[Hashable, int], observed: int, people: Mapping[Hashable, int], came: Mapping[Hashable, int]
) -> Cell:
    expected, variance = 0.0, 0.0
    for stratum, n in own.items():
        total, did = people[stratum], came[stratum]
        expected += n * did / total
        if total > 1:
            variance += n * (total - n) * did * (total - did) / (total * total * (total - 1))
    return Cell(sum(own.values()), observed, expected, variance)


def _dimension(plain: Mapping[str, Any]) -> Dimension:
    groups = [{**entry, "among": frozenset(entry.get("among", ()))} for entry in plain.get("groups", ())]
    return Dimension(**{**plain, "groups": tuple(Group(**entry) for entry in groups)})
