"""Caseloads: how much work somebody's people are, and who needs to be looked at. The rules are data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.casework.domain.errors import DomainError

KINDS = ("no-contact", "plan-review", "outcome-unclaimed")
"""The alerts that there are."""


@dataclass(frozen=True)
class CaseloadRules:
    """One version of the rules, from one day on: thresholds in days, and weights in points."""

    version: str
    from_on: date
    no_contact_days: tuple[int, ...]
    """After so many days without a contact an alert begins, and grows more pressing."""
    plan_review_days: int
    """So long after it was agreed a plan wants to be looked at again."""
    unclaimed_days: int
    """So long after it could be claimed an outcome ought to have been checked."""
    person: int
    in_work: int
    barrier: int
    full: int
    """The points of a full caseload."""
    room: int
    place: int
    language: int
    need: int

    def load_percent(self, people: int, in_work: int, barriers: int, part_time_percent: int = 100) -> int:
        """How full a caseload is, in whole percent of what somebody with these hours can look after."""
        points = (people - in_work) * self.person + in_work * self.in_work + barriers * self.barrier
        return round(points * 10_000 / (self.full * part_time_percent))

    def pressing(self, days: int) -> int:
        """Which threshold without contact has been passed: 1 for the first, 0 for none."""
        return sum(days >= threshold for threshold in self.no_contact_days)


@dataclass(frozen=True)
class Alert:
    """Somebody needs to be looked at: why, since when, and how pressing it is (3 the most)."""

    kind: str
    since: date
    days: int
    pressing: int


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What alerts follow from. Days are those of the instance's calendar."""

    last_contact_on: date | None
    known_since: date
    """Registered, or allocated to the adviser: whichever was later."""
    plan_agreed_on: date | None
    claimable_since: date | None
    """The earliest outcome that could be claimed and that nobody has checked."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An adviser who might look after somebody."""

    adviser_id: UUID
    name: str | None
    load_percent: int
    languages: frozenset[str] = frozenset({"en"})
    places: tuple[str, ...] = ()
    """Beginnings of postcodes: CF10, SA."""
    needs: frozenset[str] = frozenset()
    """Barriers with which they know their way about."""
    away: bool = False


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody needs of an adviser."""

    language: str
    postcode: str | None = None
    barriers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reason:
    """Why an adviser fits: there is room, or they know the place, the language or the needs (`about`)."""

    code: str
    points: int
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """An adviser, with the reasons for and against: a person decides."""

    candidate: Candidate
    points: int
    reasons: tuple[Reason, ...]


def rules_of(plain: Mapping[str, Any]) -> CaseloadRules:
    """One version of the rules, read from data."""
    days = tuple(sorted(plain["no_contact_days"]))
    return CaseloadRules(**{**plain, "version": str(plain["version"]), "no_contact_days": days})


def rules_on(books: Sequence[CaseloadRules], on: date) -> CaseloadRules:
    """The version that holds on that day; before the first, the first."""
    held = [rules for rules in books if rules.from_on <= on]
    return max(held or [min(books, key=_begins)], key=_begins)


def alerts(standing: Standing, rules: CaseloadRules, today: date) -> list[Alert]:
    """Why somebody should be looked at, the most pressing first."""
    silent_since = standing.last_contact_on or standing.known_since
    found = [_alert("no-contact", silent_since, today, rules.pressing((today - silent_since).days))]
    for kind, since, after in (
        ("plan-review", standing.plan_agreed_on, rules.plan_review_days),
        ("outcome-unclaimed", standing.claimable_since, rules.unclaimed_days),
    ):
        if since is not None:
            found.append(_alert(kind, since, today, int((today - since).days >= after)))
    return sorted((one for one in found if one.pressing), key=lambda one: (-one.pressing, -one.days))


def suggest(wanted: Wanted, candidates: Iterable[Candidate], rules: CaseloadRules) -> list[Suggestion]:
    """The candidates, the best fit first. Somebody who is away comes after all who are there."""
    found = [_suggestion(wanted, each, rules) for each in candidates]
    return sorted(found, key=lambda one: (one.candidate.away, -one.points, str(one.candidate.adviser_id)))


def checked_places(places: Iterable[str]) -> tuple[str, ...]:
    """Beginnings of postcodes as they are compared: no blanks, in capitals, each once."""
    cleaned = tuple(dict.fromkeys(place.replace(" ", "").upper() for place in places))
    if any(not place.isalnum() or not place[0].isalpha() or len(place) > 7 for place in cleaned):
        advice = {"places": ["Give the beginning of a postcode, like CF10 or SA."]}
        raise DomainError("bad-place", "This is not the beginning of a postcode.", advice)
    return cleaned


def _begins(rules: CaseloadRules) -> date:
    return rules.from_on


def _alert(kind: str, since: date, today: date, pressing: int) -> Alert:
    return Alert(kind, since, (today - since).days, pressing)


def _suggestion(wanted: Wanted, candidate: Candidate, rules: CaseloadRules) -> Suggestion:
    free = max(100 - candidate.load_percent, 0)
    reasons = [Reason("room", round(rules.room * free / 100))]
    if wanted.language in candidate.languages:
        reasons.append(Reason("language", rules.language, (wanted.language,)))
    code = (wanted.postcode or "").replace(" ", "").upper()
    near = tuple(place for place in candidate.places if code.startswith(place))
    reasons += [Reason("place", rules.place, near[:1])] if near else []
    known = tuple(sorted(wanted.barriers & candidate.needs))
    reasons += [Reason("need", rules.need * len(known), known)] if known else []
    return Suggestion(candidate, sum(each.points for each in reasons), tuple(reasons))
