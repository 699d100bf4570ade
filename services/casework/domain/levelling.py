"""What is done where a group is recommended less than need explains: the rule that makes the difference is
levelled.

A rule gives points to some offers of a category and not to others, and so to some people and not to others.
To level it for a category is to give its points to everybody to whom an offer of that category is suggested.
That looks at nobody's group, lowers nobody's score, and can be told in a sentence. Of all pairs of rule and
category the one is taken that leaves the fewest people behind, then the next, until nobody is or none helps.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.casework.domain.fairness import Case, Cell, FairnessBook, compare

ANY = "any-offer"
"""Offers of whatever category."""
Pair = tuple[str, str]
Figures = Mapping[tuple[str, str, str], Cell]
"""(category, dimension, group) → how that group fares."""


@dataclass(frozen=True)
class Recommended:
    """One thing that is recommended to a person, without points that were levelled."""

    target: str
    category: str | None
    """Of an offer; None for information and support."""
    score: int
    given: frozenset[str]
    """The rules that gave it points."""


@dataclass(frozen=True)
class Person:
    """One person: their groups, their needs, and what is recommended to them."""

    groups: Mapping[str, str]
    needs: frozenset[str]
    recommended: tuple[Recommended, ...]

    def first(self, book: FairnessBook, pairs: frozenset[Pair], points: Mapping[str, int]) -> frozenset[str]:
        """The categories of offers among what they see first, were these pairs levelled."""

        def rank(one: Recommended) -> tuple[int, str]:
            more = (points[rule] for rule, c in pairs if c == one.category and rule not in one.given)
            return -one.score - sum(more), one.target

        seen = sorted(self.recommended, key=rank)[: book.first]
        categories = {one.category for one in seen if one.category is not None}
        return frozenset(categories | {ANY} if categories else ())


@dataclass(frozen=True)
class Adjustment:
    """What was levelled, and the figures before and after."""

    pairs: tuple[Pair, ...]
    before: Figures
    after: Figures


def adjust(people: Sequence[Person], book: FairnessBook, points: Mapping[str, int]) -> Adjustment:
    """Level what leaves people behind, a pair at a time; `points` are those of each rule.

    A rule that gives nobody anything in a category makes no difference there, and is not levelled. Of two
    that help alike the one is taken that more people gain by.
    """
    before = after = recommended(people, book, frozenset(), points)
    given = Counter(
        (rule, one.category) for person in people for one in person.recommended for rule in one.given
    )
    taken: list[Pair] = []
    while behind := left_behind(after, book):
        pairs = [pair for pair in _pairs(after, book, taken) if given[pair]]
        tried = {pair: recommended(people, book, frozenset((*taken, pair)), points) for pair in pairs}
        order = {pair: (left_behind(tried[pair], book), -given[pair], pair) for pair in pairs}
        best = min(order, key=order.__getitem__, default=None)
        if best is None or left_behind(tried[best], book) >= behind:
            break
        taken.append(best)
        after = tried[best]
    return Adjustment(tuple(taken), before, after)


def recommended(
    people: Sequence[Person], book: FairnessBook, pairs: frozenset[Pair], points: Mapping[str, int]
) -> dict[tuple[str, str, str], Cell]:
    """How often each group sees an offer of each category first, against what need explains."""
    seen = [person.first(book, pairs, points) for person in people]
    categories = {ANY} | {one.category for person in people for one in person.recommended if one.category}
    found = {}
    for category in sorted(categories):
        cases = [
            Case(person.groups, person.needs, category in first)
            for person, first in zip(people, seen, strict=True)
        ]
        found.update({(category, *key): cell for key, cell in compare(cases, book).items()})
    return found


def left_behind(figures: Figures, book: FairnessBook) -> float:
    """How many people are left behind, over all groups that are so more than need and chance explain."""
    return sum(cell.expected - cell.observed for cell in figures.values() if cell.is_behind(book))


def _pairs(figures: Figures, book: FairnessBook, taken: Iterable[Pair]) -> list[Pair]:
    """What could be levelled: the rules that may be, for the categories in which somebody is behind."""
    behind = {category for (category, *_), cell in figures.items() if cell.is_behind(book)}
    categories = {category for category, *_ in figures} - {ANY} if ANY in behind else behind
    return sorted({(rule, c) for rule in book.may_level for c in categories}.difference(taken))
