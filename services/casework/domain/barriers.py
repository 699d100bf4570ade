"""Barriers: what stands between a person and work. They follow from the circumstances, by rules in data.

A pure function of what was told and of the rules, so a correction to the past, or a new version of the rules,
gives the barriers that should have been seen.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.casework.domain.circumstances import Circumstance, facts
from services.casework.domain.conditions import Condition, Situation, condition, refuse_monitoring


@dataclass(frozen=True)
class BarrierRule:
    """One way in which circumstances make a barrier, and why, in plain words."""

    barrier: str
    holds: Condition
    because: Mapping[str, str]


@dataclass(frozen=True)
class BarrierBook:
    """The rules as they are from one day on, until the next version begins."""

    version: str
    from_on: date
    rules: tuple[BarrierRule, ...]

    def found(self, situation: Situation) -> dict[str, Mapping[str, str]]:
        """The barriers that stand, each with the first reason for it."""
        reasons: dict[str, Mapping[str, str]] = {}
        for rule in self.rules:
            if rule.holds(situation):
                reasons.setdefault(rule.barrier, rule.because)
        return reasons


@dataclass(eq=False)
class Barrier:
    """One barrier stood from one day until another."""

    participant_id: UUID
    code: str
    from_on: date
    because: Mapping[str, str]
    rules_version: str
    until_on: date | None = None
    """The first day on which it no longer stood; None while it stands."""

    def as_known(self) -> tuple[Any, ...]:
        """Everything that is known of it, for comparing."""
        return self.code, self.from_on, self.until_on, dict(self.because), self.rules_version


def book(plain: Mapping[str, Any], monitoring: Collection[str] = ()) -> BarrierBook:
    """One version of the rules, read from data; none of them may look at the topics of `monitoring`."""
    for rule in plain["rules"]:
        refuse_monitoring(rule["barrier"], rule["when"], monitoring)
    rules = (
        BarrierRule(rule["barrier"], condition(rule["when"]), rule["because"]) for rule in plain["rules"]
    )
    return BarrierBook(str(plain["version"]), plain["from_on"], tuple(rules))


def derive(
    participant_id: UUID, history: Sequence[Circumstance], books: Sequence[BarrierBook], today: date
) -> list[Barrier]:
    """Every barrier that stands or stood, in the order in which they arose."""
    standing: dict[str, Barrier] = {}
    ever: list[Barrier] = []
    for day in _days_of_change(history, books, today):
        found, version = _found(history, books, day)
        for code in [code for code in standing if code not in found]:
            standing.pop(code).until_on = day
        for code in [code for code in found if code not in standing]:
            standing[code] = Barrier(participant_id, code, day, found[code], version)
            ever.append(standing[code])
        for code, barrier in standing.items():
            barrier.because, barrier.rules_version = found[code], version
    return ever


def standing_codes(barriers: Iterable[Barrier]) -> frozenset[str]:
    """The barriers that stand now."""
    return frozenset(barrier.code for barrier in barriers if barrier.until_on is None)


def _days_of_change(history: Sequence[Circumstance], books: Sequence[BarrierBook], today: date) -> list[date]:
    told = {circumstance.occurred_on for circumstance in history}
    if not told:
        return []
    revised = {book.from_on for book in books if min(told) < book.from_on <= today}
    return sorted(told | revised)


def _found(
    history: Sequence[Circumstance], books: Sequence[BarrierBook], day: date
) -> tuple[dict[str, Mapping[str, str]], str]:
    in_force = [book for book in books if book.from_on <= day]
    latest = max(in_force, key=lambda book: book.from_on, default=min(books, key=lambda book: book.from_on))
    return latest.found(Situation(facts(history, day))), latest.version
