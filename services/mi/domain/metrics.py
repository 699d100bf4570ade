"""Metrics: what each figure counts, said once, in words for people and in terms for the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from services.mi.domain.errors import DomainError

Measure = Literal["facts", "people", "sum", "median"]
MEASURES: tuple[Measure, ...] = ("facts", "people", "sum", "median")
PERIODS = ("day", "month")
"""Every figure can be broken down by these, besides the dimensions that its metric names."""
WAYS = ("better", "same", "worse")
"""How the last word can compare with the first."""
Label = Mapping[str, str]


@dataclass(frozen=True)
class Count:
    """Which facts count towards a metric, and with which sign."""

    events: tuple[str, ...]
    last_word_of: tuple[str, ...] = ()
    """A fact that is followed by one of these about the same thing does not count: it was put right."""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    of_person: bool = False
    """Only facts about a person count."""
    sign: Literal[1, -1] = 1


@dataclass(frozen=True)
class Journey:
    """From the first word on a thing of somebody's to the last: how much a barrier stands in the way, say.

    Of a person's facts `along` one thing the last of the period counts, if an earlier day told of it too.
    """

    along: str
    step: str
    """The field with a number that is better the higher it is."""
    went: tuple[str, ...] = ()
    """Which ways count (`better`, `same`, `worse`); none for all."""


@dataclass(frozen=True)
class Metric:
    """One entry of the catalogue. Every figure anywhere is one of these, for some period."""

    code: str
    label: Label
    definition: Label
    formula: str
    unit: str
    kind: str
    owner: str
    measure: Measure
    counts: tuple[Count, ...]
    by: tuple[str, ...] = ()
    of: str | None = None
    """The field that is summed, or whose median is taken."""
    journey: Journey | None = None
    out_of: str | None = None
    """The figure of which this one is a part: whoever is in that and not in this is a number, too."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The events from which it follows."""
        names = (name for count in self.counts for name in (*count.events, *count.last_word_of))
        return tuple(dict.fromkeys(names))

    @property
    def streams(self) -> frozenset[str]:
        """The kinds of things that its facts are about: `casework.claim`."""
        return frozenset(stream_of(name) for name in self.events)

    @property
    def events(self) -> tuple[str, ...]:
        """The events that count."""
        return tuple(dict.fromkeys(name for count in self.counts for name in count.events))

    @property
    def adds_up(self) -> bool:
        """Whether its parts add up to the whole, as people who come in two months do not."""
        return self.measure in ("facts", "sum")

    @property
    def is_money(self) -> bool:
        """Whether it counts money and no heads."""
        return self.unit == "pence"

    def require_by(self, by: str | None) -> None:
        """Refuse a breakdown that the metric does not have."""
        allowed = (*PERIODS, *self.by)
        if by is not None and by not in allowed:
            advice = f"Choose one of: {', '.join(allowed)}."
            raise DomainError("not-by-that", f"{self.code} has no breakdown by {by}.", {"by": [advice]})

    def require_running(self, by: str | None) -> None:
        """Refuse a running total of what does not add up, or along no time."""
        if not self.adds_up:
            advice = ["Leave this out: the parts of this figure do not add up."]
            raise DomainError("does-not-add-up", f"{self.code} has no running total.", {"cumulative": advice})
        if by not in PERIODS:
            raise DomainError(
                "no-time",
                "A running total runs along time.",
                {"by": [f"Choose one of: {', '.join(PERIODS)}."]},
            )


@dataclass(frozen=True)
class Dimension:
    """Something by which figures are broken down."""

    code: str
    label: Label
    told_by_person: tuple[str, ...] = ()
    """Where a fact does not say it, the last of these events about the same person does."""
    streams: frozenset[str] = frozenset()
    """The kinds of things of which some fact says it."""
    personal: bool = False
    """Whether it is a personal characteristic, so that small numbers would give somebody away."""


def stream_of(event: str) -> str:
    """The kind of thing that an event is about: of `casework.claim.made` it is `casework.claim`."""
    return event.rpartition(".")[0]


def metric(entry: Mapping[str, Any]) -> Metric:
    """A metric from its entry in the catalogue; a mistake there stops the start."""
    if entry["measure"] not in MEASURES:
        raise ValueError(f"{entry['code']}: no such measure: {entry['measure']}.")
    if (entry["measure"] in ("sum", "median")) != ("of" in entry):
        raise ValueError(f"{entry['code']}: `of` is for a sum or a median, and only for them.")
    plain = ("code", "label", "definition", "formula", "unit", "kind", "owner", "measure")
    return Metric(
        **{name: entry[name] for name in plain},
        counts=tuple(_count(part) for part in entry["counts"]),
        by=tuple(entry.get("by", ())),
        of=entry.get("of"),
        journey=_journey(entry["journey"]) if "journey" in entry else None,
        out_of=entry.get("out_of"),
    )


def _journey(entry: Mapping[str, Any]) -> Journey:
    if wrong := [way for way in entry.get("went", ()) if way not in WAYS]:
        raise ValueError(f"No such ways to go: {wrong}.")
    return Journey(entry["along"], entry["step"], tuple(entry.get("went", ())))


def _count(entry: Mapping[str, Any]) -> Count:
    return Count(
        events=tuple(entry["events"]),
        last_word_of=tuple(entry.get("last_word_of", ())),
        where=_values(entry.get("where", {})),
        unless=_values(entry.get("unless", {})),
        of_person=bool(entry.get("of_person", False)),
        sign=-1 if entry.get("taken_off") else 1,
    )


def _values(entry: Mapping[str, Sequence[object]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(_as_stored(value) for value in values) for name, values in entry.items()}


def _as_stored(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
