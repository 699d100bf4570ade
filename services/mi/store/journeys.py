"""Journeys: from the first word on a thing of somebody's to the last, and which way it went."""

from sqlalchemy import ColumnElement, FromClause, Integer, Subquery, case, cast, func, select

from services.mi.domain.metrics import Journey

CHANGE = "change"
"""Under this name each row says which way it went, as if its fact had said so."""


def told_again(rows: FromClause, journey: Journey) -> Subquery:
    """The rows that came on a later day than the first about the same thing of a person.

    What was told later about one day is the correction, and holds.
    """
    thing = rows.c.person, rows.c.said[journey.along].astext
    order = rows.c.occurred_on, rows.c.recorded_at.desc(), rows.c.sequence.desc()
    step = cast(rows.c.said[journey.step].astext, Integer)
    first_on, first_step = (
        func.first_value(each).over(partition_by=thing, order_by=order) for each in (rows.c.occurred_on, step)
    )
    begun = select(
        *rows.c, first_on.label("first_on"), first_step.label("first_step"), step.label("step")
    ).where(rows.c.said.has_key(journey.along), rows.c.said.has_key(journey.step))
    of = begun.subquery("begun").c
    said = of.said.op("||")(func.jsonb_build_object(CHANGE, _way(of.step - of.first_step)))
    same = [of[column.name] for column in rows.c if column.name != "said"]
    return select(*same, said.label("said")).where(of.occurred_on > of.first_on).subquery("told_again")


def last_words(rows: FromClause, journey: Journey) -> Subquery:
    """Of the rows of one part of a figure the last about each thing of a person, if it went that way."""
    thing = rows.c.person, rows.c.said[journey.along].astext, rows.c.part
    order = rows.c.occurred_on.desc(), rows.c.recorded_at.desc(), rows.c.sequence.desc()
    place = func.row_number().over(partition_by=thing, order_by=order)
    placed = select(rows, place.label("place")).subquery("placed")
    last = select(placed).where(placed.c.place == 1)
    if journey.went:
        last = last.where(placed.c.said[CHANGE].astext.in_(journey.went))
    return last.subquery("last_words")


def _way(change: ColumnElement[int]) -> ColumnElement[str]:
    return case((change > 0, "better"), (change < 0, "worse"), else_="same")
