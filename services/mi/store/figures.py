"""From facts to figures, by SQL that is built from the catalogue. Nothing else counts anything."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Numeric,
    Select,
    Subquery,
    cast,
    distinct,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from services.mi.domain.figures import NOT_KNOWN, Cell
from services.mi.domain.metrics import Count, Dimension, Metric
from services.mi.domain.periods import Period
from services.mi.store.dimensions import says
from services.mi.store.facts import fact
from services.mi.store.journeys import last_words, told_again
from services.mi.store.people import as_people

FORMATS = {"month": "YYYY-MM", "day": "YYYY-MM-DD"}


@dataclass(frozen=True)
class Scope:
    """Whose facts are counted: those of one organisation, or all."""

    organisation: Dimension
    organisation_id: UUID | None = None


def total(session: Session, metric: Metric, period: Period, scope: Scope) -> int | None:
    """The whole figure; None where there is none, such as a median of nothing."""
    rows = _within(metric, period, scope)
    return _whole(session.scalar(select(_measured(metric, rows)).select_from(rows)))


def parts(session: Session, metric: Metric, period: Period, scope: Scope, by: Dimension) -> list[Cell]:
    """The figure in parts, without those that are nought."""
    rows = _within(metric, period, scope, by)
    query = select(rows.c.key, _measured(metric, rows)).group_by(rows.c.key).order_by(rows.c.key)
    return [Cell(key, _whole(value)) for key, value in session.execute(query)]


def behind(
    metric: Metric, period: Period, scope: Scope, by: Dimension | None, key: str | None
) -> tuple[Select[Any], tuple[ColumnElement[Any], ...]]:
    """The facts behind a figure or one part of it, and the keys of their order."""
    rows = _within(metric, period, scope, by)
    query = select(rows.c.id, rows.c.event, rows.c.occurred_on, rows.c.recorded_at, rows.c.sign)
    return (query if key is None else query.where(rows.c.key == key)), (rows.c.occurred_on, rows.c.id)


def _within(metric: Metric, period: Period, scope: Scope, by: Dimension | None = None) -> Subquery:
    """The facts that count, in the period and scope, each with the key of its part."""
    rows = as_people(union_all(*(_counted(count) for count in metric.counts)).subquery("counted"))
    if metric.journey is not None:
        rows = told_again(rows, metric.journey)
    known: FromClause = rows
    key: ColumnElement[str] = literal(NOT_KNOWN)
    if by is not None and by.code in FORMATS:
        key = func.to_char(rows.c.occurred_on, FORMATS[by.code])
    elif by is not None:
        said, known = says(by, metric, rows, known)
        key = func.coalesce(said, NOT_KNOWN)
    limits = [rows.c.occurred_on <= period.last]
    if period.first is not None:
        limits.append(rows.c.occurred_on >= period.first)
    if scope.organisation_id is not None:
        whose, known = says(scope.organisation, metric, rows, known)
        limits.append(whose == str(scope.organisation_id))
    part = key if by is not None and by.code in FORMATS else literal(NOT_KNOWN)
    found = select(rows, key.label("key"), part.label("part")).select_from(known).where(*limits)
    chosen = found.subquery("rows")
    return chosen if metric.journey is None else last_words(chosen, metric.journey)


def _counted(count: Count) -> Select[Any]:
    query = select(fact, literal(count.sign).label("sign")).where(fact.c.event.in_(count.events))
    for name, values in count.where.items():
        query = query.where(fact.c.said[name].astext.in_(values))
    for name, values in count.unless.items():
        query = query.where(func.coalesce(fact.c.said[name].astext, "").not_in(values))
    if count.of_person:
        query = query.where(fact.c.person_id.is_not(None))
    return _not_put_right(query, count) if count.last_word_of else query


def _not_put_right(query: Select[Any], count: Count) -> Select[Any]:
    """Without those that were put right later. The last words of all things are looked up at once: how many
    there are cannot be foretold from what a fact says, and one look for each would take most of the time.
    """
    words = select(fact.c.subject, func.max(fact.c.sequence).label("sequence")).group_by(fact.c.subject)
    last = words.where(fact.c.event.in_(count.last_word_of)).subquery().alias("last")
    joined = query.outerjoin_from(fact, last, last.c.subject == fact.c.subject)
    return joined.where(func.coalesce(last.c.sequence, 0) <= fact.c.sequence)


def _measured(metric: Metric, rows: FromClause) -> ColumnElement[Any]:
    if metric.measure == "facts":
        return func.coalesce(func.sum(rows.c.sign), 0)
    if metric.measure == "people":
        return func.count(distinct(rows.c.person))
    value = cast(rows.c.said[metric.of].astext, BigInteger)
    if metric.measure == "sum":
        return func.coalesce(func.sum(rows.c.sign * value), 0)
    return func.round(cast(func.percentile_cont(0.5).within_group(value), Numeric))


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
