"""What would fit a person, and why: rules in data, matched against circumstances, barriers and offers.

Each suggestion carries the points that it was given and the reason for each in plain words; the score is
their sum and nothing else. Points are never negative and there is no "not" in a condition, so a circumstance
can only add to what a person is offered; rules that reward the absence of a protected one are refused.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol, TypeVar
from uuid import UUID

from services.casework.domain.conditions import (
    Condition,
    Plain,
    Situation,
    atoms,
    condition,
    refuse_monitoring,
)
from services.casework.domain.offers import Offer

Words = Mapping[str, str]


class Dated(Protocol):
    """A version of something that begins on a day."""

    @property
    def from_on(self) -> date:
        """The first day on which it holds."""


Book = TypeVar("Book", bound=Dated)
LANGUAGES = ("en", "cy")
Absence = Mapping[tuple[str, str], Collection[str]]
"""(topic, field) of a protected circumstance → the answers that say that a person does not have it."""


@dataclass(frozen=True)
class Point:
    """Some points, and the reason for which they were given."""

    code: str
    points: int
    because: Words

    def as_plain(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {"code": self.code, "points": self.points, "because": dict(self.because)}


@dataclass(frozen=True)
class Rule:
    """When it holds, it gives points."""

    code: str
    points: int
    because: Words
    holds: Condition

    def given(self, situation: Situation) -> list[Point]:
        """The points, if it holds."""
        return [Point(self.code, self.points, self.because)] if self.holds(situation) else []


@dataclass(frozen=True)
class Item:
    """Something that helps and is no offer of the marketplace: information, or support of our own."""

    kind: str
    title: Words
    rule: Rule
    link: str | None = None


@dataclass(frozen=True)
class SuggestionBook:
    """The rules as they are from one day on."""

    version: str
    from_on: date
    per_barrier: Rule
    fits: tuple[Rule, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Suggestion:
    """Something that fits a person now."""

    kind: str
    target: str
    """The id of the offer, or the code of the item."""
    title: Words
    points: tuple[Point, ...]
    offer_id: UUID | None = None

    @property
    def score(self) -> int:
        """The sum of the points."""
        return sum(point.points for point in self.points)


@dataclass(frozen=True)
class Levelling:
    """Points that a rule gives to some are given to everybody to whom offers of a category are suggested.

    It looks at nobody's group, and takes nothing away: where a rule leaves a group behind more than need
    explains (`domain/levelling.py`), what the rule rewards stops making a difference.
    """

    pairs: frozenset[tuple[str, str]] = frozenset()
    """(rule, category of offers)."""
    because: Words = field(default_factory=dict)

    def applied(self, suggestion: Suggestion, offer: Offer, book: SuggestionBook) -> Suggestion:
        """The suggestion, with the points that it did not have."""
        given = {point.code for point in suggestion.points}
        missing = [r for r in book.fits if (r.code, offer.category) in self.pairs and r.code not in given]
        more = [Point(LEVELLED + rule.code, rule.points, self.because) for rule in missing]
        return replace(suggestion, points=(*suggestion.points, *more)) if more else suggestion


LEVELLED = "levelled-"
"""How the code of a point begins that was given so that no group is left behind."""
LEVEL = Levelling()


def book(plain: Mapping[str, Any], absence: Absence, monitoring: Collection[str] = ()) -> SuggestionBook:
    """One version of the rules, read from data; rules that could offer somebody less are refused.

    `monitoring` are the topics that are asked to check that we are fair, and that no rule may look at.
    """
    offers = plain["offers"]
    for entry in (*offers["fits"], *plain["items"]):
        refuse_monitoring(entry["code"], entry["when"], monitoring)
    items = [(entry, _rule(entry, absence)) for entry in plain["items"]]
    return SuggestionBook(
        version=str(plain["version"]),
        from_on=plain["from_on"],
        per_barrier=_rule({**offers["for_each_barrier"], "when": {"all": []}}, absence),
        fits=tuple(_rule(entry, absence) for entry in offers["fits"]),
        items=tuple(Item(entry["kind"], entry["title"], rule, entry.get("link")) for entry, rule in items),
    )


def in_force(books: Iterable[Book], day: date) -> Book:
    """The version that holds on that day; the first one also for the time before it."""
    ordered = sorted(books, key=lambda book: book.from_on)
    return next((book for book in reversed(ordered) if book.from_on <= day), ordered[0])


def suggest(
    situation: Situation,
    offers: Iterable[Offer],
    book: SuggestionBook,
    labels: Mapping[str, Words],
    levelling: Levelling = LEVEL,
) -> list[Suggestion]:
    """What fits, the best first. `labels` are the names of the barriers, for the reasons."""
    helping = [offer for offer in offers if _helps(situation, offer)]
    found = [levelling.applied(_offer(situation, offer, book, labels), offer, book) for offer in helping]
    found += [_item(item, points) for item in book.items if (points := item.rule.given(situation))]
    return sorted(found, key=lambda suggestion: (-suggestion.score, suggestion.target))


def _helps(situation: Situation, offer: Offer) -> bool:
    return offer.is_open and not situation.barriers.isdisjoint(offer.barriers)


def _offer(
    situation: Situation, offer: Offer, book: SuggestionBook, labels: Mapping[str, Words]
) -> Suggestion:
    seen = situation.about("offer", offer.facts())
    helped = sorted(situation.barriers.intersection(offer.barriers))
    points = [
        _for_barrier(book.per_barrier, labels.get(code, dict.fromkeys(LANGUAGES, code))) for code in helped
    ]
    points += [point for rule in book.fits for point in rule.given(seen)]
    title = dict.fromkeys(LANGUAGES, f"{offer.title} ({offer.organisation_name})")
    return Suggestion("offer", str(offer.id), title, tuple(points), offer.id)


def _for_barrier(rule: Rule, label: Words) -> Point:
    because = {
        language: words.replace("{barrier}", label[language]) for language, words in rule.because.items()
    }
    return Point(rule.code, rule.points, because)


def _item(item: Item, points: Sequence[Point]) -> Suggestion:
    return Suggestion(item.kind, item.rule.code, item.title, tuple(points))


def _rule(plain: Plain, absence: Absence) -> Rule:
    if plain["points"] < 0:
        raise ValueError(f"{plain['code']}: points are never taken away.")
    for atom in atoms(plain["when"]):
        nobody_has = absence.get((atom.get("topic", ""), atom.get("field", "")), ())
        if not set(atom.get("among", ())).isdisjoint(nobody_has):
            raise ValueError(f"{plain['code']}: a protected circumstance is a reason to offer less.")
    return Rule(plain["code"], plain["points"], plain["because"], condition(plain["when"]))
