"""Who is whom: a record that was merged into another is the same person, as long as the merger stands."""

from functools import cache

from sqlalchemy import ColumnElement, FromClause, Subquery, Uuid, cast, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from services.mi.store.facts import fact

MERGED, UNMERGED = "casework.participant.merged", "casework.participant.unmerged"


@cache
def merged() -> Subquery:
    """Each record that is merged into another now (`person_id`), and where that way ends (`survivor_id`).

    One merged into one that was merged itself is followed to the end. Facts come in any order, so for a
    moment a way may lead back to its beginning: then it has no end, and each stands for itself. It is made
    once, so that a query which needs it in several places works it out once.
    """
    told = select(fact.c.subject, fact.c.event, cast(fact.c.said["into"].astext, Uuid).label("into"))
    told = told.ext(distinct_on(fact.c.subject)).where(fact.c.event.in_((MERGED, UNMERGED)))
    last = told.order_by(fact.c.subject, fact.c.sequence.desc()).subquery("last_word")
    step = select(last.c.subject, last.c.into).where(last.c.event == MERGED).cte("step")
    way = select(step.c.subject, step.c.into).cte("way", recursive=True)
    way = way.union(select(way.c.subject, step.c.into).join(step, step.c.subject == way.c.into))
    ends = way.c.into.not_in(select(step.c.subject))
    found = select(way.c.subject.label("person_id"), way.c.into.label("survivor_id")).where(ends)
    return found.subquery()


def as_people(rows: FromClause) -> Subquery:
    """The same rows, each with the `person` whom it is about."""
    same = merged().alias()
    joined = rows.outerjoin(same, same.c.person_id == rows.c.person_id)
    return select(rows, person(rows, same).label("person")).select_from(joined).subquery("of_people")


def person(rows: FromClause, same: FromClause) -> ColumnElement[object]:
    """The person whom a row is about, where `same` has been joined."""
    return func.coalesce(same.c.survivor_id, rows.c.person_id)
