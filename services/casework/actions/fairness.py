"""The monthly check: recommended, taken up and achieved, for each group, against what needs explain."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.store.paging import Page, page
from services.casework import policy, reference
from services.casework.domain.checks import Check
from services.casework.domain.fairness import Case, Cell, FairnessBook, association, compare
from services.casework.domain.levelling import Figures, Person, Recommended, adjust
from services.casework.domain.recommendations import Recommendation
from services.casework.domain.rule_reviews import RuleReview
from services.casework.domain.suggestions import LEVELLED, in_force
from services.casework.store import fairness
from services.casework.store.fairness import recommendation_fairness

LOOKED_BACK = timedelta(days=365)
"""Over so long a time it is looked at who took something up."""


@dataclass
class Known:
    """What the check knows of one person."""

    groups: Mapping[str, str]
    needs: frozenset[str] = frozenset()
    standing: list[Recommended] = field(default_factory=list)
    was_recommended: bool = False
    took_up_on: date | None = None
    came_since: bool = False
    """Since then they began work, or something that stood in their way does so no longer."""


def check_due(session: Session) -> int:
    """Make the checks of last month that have not been made; answers how many they were."""
    last_day = clock.today().replace(day=1) - timedelta(days=1)
    due = fairness.organisations_without(session, last_day.replace(day=1))
    for organisation_id in due:
        session.add(_check(session, organisation_id, last_day))
    session.flush()
    return len(due)


def list_checks(session: Session, actor: Actor, *, cursor: str | None, limit: int) -> Page[Check]:
    """The checks of the actor's own organisation, the latest first."""
    keys = (recommendation_fairness.c.month, recommendation_fairness.c.id)
    query = fairness.of_organisation(policy.organisation_of(actor))
    return page(session, query, keys=keys, cursor=cursor, limit=limit, descending=True)


def show_check(session: Session, actor: Actor, check_id: UUID) -> Check:
    """One check of the actor's own organisation."""
    query = fairness.of_organisation(policy.organisation_of(actor))
    return policy.found(session.scalar(query.where(recommendation_fairness.c.id == check_id)))


def rule_reviews() -> tuple[RuleReview, ...]:
    """Who looked at which version of the rules, when and why."""
    return reference.rule_reviews()


def _check(session: Session, organisation_id: UUID, last_day: date) -> Check:
    """Compare, level what leaves a group behind, and keep both figures."""
    book = in_force(reference.fairness_books(), last_day)
    rules = in_force(reference.suggestion_books(), last_day)
    known, challenges = _gathered(session, organisation_id, book, last_day)
    people = [Person(one.groups, one.needs, tuple(one.standing)) for one in known]
    points = {rule.code: rule.points for rule in rules.fits}
    adjusted = adjust(people, book, points)
    if frozenset(adjusted.pairs) != fairness.levelled(session, organisation_id):
        fairness.level(session, organisation_id, adjusted.pairs, clock.today())
    found = {
        "people": len(known),
        "recommended": _rows(adjusted.before, book, adjusted.after),
        "taken_up": _rows(_staged("taken-up", _took_up(known), book), book),
        "achieved": _rows(_staged("achieved", _achieved(known), book), book),
        "levelled": [{"rule": rule, "category": category} for rule, category in adjusted.pairs],
        "proxies": _proxies(known, book),
        "challenges": challenges,
    }
    month = last_day.replace(day=1)
    return Check(new_id(), organisation_id, month, clock.now(), rules.version, book.version, found)


def _gathered(
    session: Session, organisation_id: UUID, book: FairnessBook, until: date
) -> tuple[list[Known], list[dict[str, Any]]]:
    facts = _facts(session, organisation_id, book, until)
    known = {id: Known(book.groups_of(told)) for id, told in facts.items()}
    gone: dict[UUID, list[date]] = defaultdict(list)
    needs: dict[UUID, set[str]] = defaultdict(set)
    for id, code, until_on in fairness.barriers(session, organisation_id):
        gone[id].append(until_on) if until_on is not None else needs[id].add(code)
    made = fairness.recommendations_since(session, organisation_id, until - LOOKED_BACK, until)
    for one, category in made:
        if (person := known.get(one.participant_id)) is not None:
            _add(person, one, category, until)
    work = fairness.work_begun(session, organisation_id, until)
    for id, person in known.items():
        person.needs = frozenset(needs[id])
        since = [*gone[id], *([work[id]] if id in work else [])]
        on = person.took_up_on
        person.came_since = on is not None and any(on <= day <= until for day in since)
    return list(known.values()), _challenges((one for one, _ in made), until)


def _facts(
    session: Session, organisation_id: UUID, book: FairnessBook, until: date
) -> dict[UUID, dict[str, Any]]:
    """What tells people apart: their age on that day, their card, and what they told."""
    found: dict[UUID, dict[str, Any]] = {}
    for id, born, card in fairness.people(session, organisation_id, until):
        district = (card.postcode or "").split(" ")[0] or None
        facts = {"card": {"language": card.language, "postcode_district": district}}
        found[id] = facts | ({"born": {"age": _age(born, until)}} if born else {})
    topics = {dimension.topic for dimension in book.dimensions} - {"card", "born"}
    for id, topic, details in fairness.told(session, organisation_id, topics, until):
        if id in found:
            found[id][topic] = details
    return found


def _add(person: Known, one: Recommendation, category: str | None, until: date) -> None:
    person.was_recommended = True
    if one.withdrawn_on is None:
        own = [point for point in one.points if not point["code"].startswith(LEVELLED)]
        given = frozenset(point["code"] for point in own)
        score = sum(point["points"] for point in own)
        person.standing.append(Recommended(one.target, category, score, given))
    accepted = [a.occurred_on for a in one.answers if a.answer == "accepted" and a.occurred_on <= until]
    first = min([*accepted, *([person.took_up_on] if person.took_up_on else [])], default=None)
    person.took_up_on = first


def _took_up(known: Iterable[Known]) -> list[Case]:
    return [Case(one.groups, one.needs, one.took_up_on is not None) for one in known if one.was_recommended]


def _achieved(known: Iterable[Known]) -> list[Case]:
    return [Case(one.groups, one.needs, one.came_since) for one in known if one.took_up_on is not None]


def _staged(stage: str, cases: list[Case], book: FairnessBook) -> Figures:
    return {(stage, *key): cell for key, cell in compare(cases, book).items()}


def _rows(before: Figures, book: FairnessBook, after: Figures | None = None) -> list[dict[str, Any]]:
    return [
        {
            "what": what,
            "dimension": dimension,
            "group": group,
            **_figures(cell, book),
            "after": None if after is None else _figures(after[what, dimension, group], book),
        }
        for (what, dimension, group), cell in sorted(before.items())
    ]


def _figures(cell: Cell, book: FairnessBook) -> dict[str, Any]:
    low, high = cell.interval
    return {
        "people": cell.people,
        "observed": cell.observed,
        "expected": cell.expected,
        "low": low,
        "high": high,
        "is_behind": cell.is_behind(book),
    }


def _proxies(known: list[Known], book: FairnessBook) -> list[dict[str, Any]]:
    """How well each proxy tells each group that is protected."""
    proxies = [one.code for one in book.dimensions if one.proxy]
    groups = [one.code for one in book.dimensions if not one.proxy]
    found = []
    for proxy in proxies:
        for group in groups:
            told = [one.groups for one in known if proxy in one.groups and group in one.groups]
            if len(told) >= book.minimum:
                strength = association((each[proxy], each[group]) for each in told)
                found.append({"proxy": proxy, "dimension": group, "strength": strength})
    return found


def _challenges(made: Iterable[Recommendation], until: date) -> list[dict[str, Any]]:
    """What was challenged, by what it was about: an item by its code, offers together."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in made:
        for answer in one.answers:
            if answer.answer == "challenged" and answer.occurred_on <= until:
                about = "offers" if one.kind == "offer" else one.target
                counts[about][answer.reply.outcome if answer.reply else "waiting"] += 1
    return [{"about": about, **count} for about, count in sorted(counts.items())]


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
