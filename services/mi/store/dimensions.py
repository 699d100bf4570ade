"""By what figures are broken down: what a fact says of it, else its thing, else the person."""

from sqlalchemy import ColumnElement, FromClause, Text, case, cast, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from services.mi.domain.metrics import Dimension, Metric, stream_of
from services.mi.store.facts import fact
from services.mi.store.people import merged, person

IDS = {"organisation": "organisation_id", "provider": "provider_id"}
"""Dimensions that have a column; all others are among what a fact says."""


def says(
    by: Dimension, metric: Metric, rows: FromClause, known: FromClause
) -> tuple[ColumnElement[str], FromClause]:
    """The value for each row, and what has to be joined for it to what is known already.

    What cannot be said is not looked for: that makes a figure of a large programme a matter of a second.
    """
    told = [_value(by, rows)]
    if telling := by.streams & metric.streams:
        events = [name for name in metric.events if stream_of(name) in telling]
        told.append(case((rows.c.event.in_(events), _of_thing(by, rows))))
    if by.told_by_person:
        people = _of_people(by)
        known = known.outerjoin(people, people.c.person == rows.c.person)
        told.append(people.c.said)
    return func.coalesce(*told, None), known


def _of_thing(by: Dimension, rows: FromClause) -> ColumnElement[str]:
    """What the last fact that says it about the same thing says: who claimed what was reversed, say."""
    thing = fact.alias("thing")
    said = select(_value(by, thing)).where(thing.c.subject == rows.c.subject, _value(by, thing).is_not(None))
    return said.order_by(thing.c.sequence.desc(), thing.c.id.desc()).limit(1).scalar_subquery()


def _of_people(by: Dimension) -> FromClause:
    """What the last fact that says it says of each person; of two merged records, the one that stands."""
    same = merged().alias()
    who = person(fact, same)
    told = select(who.label("person"), _value(by, fact).label("said")).ext(distinct_on(who))
    told = told.select_from(fact.outerjoin(same, same.c.person_id == fact.c.person_id))
    told = told.where(fact.c.event.in_(by.told_by_person), _value(by, fact).is_not(None))
    ordered = told.order_by(who, same.c.person_id.is_not(None), fact.c.sequence.desc(), fact.c.id.desc())
    return ordered.subquery(f"{by.code}_of_people").alias()


def _value(by: Dimension, told: FromClause) -> ColumnElement[str]:
    column = IDS.get(by.code)
    return cast(told.c[column], Text) if column else told.c.said[by.code].astext
