"""The monthly check of recommendations, what was levelled, and what the check is made from."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Date, Select, Table, Text, UniqueConstraint, Uuid, delete, func, insert, select
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.checks import Check
from services.casework.domain.recommendations import Recommendation
from services.casework.store.base import mapper, metadata
from services.casework.store.circumstances import barrier, circumstance
from services.casework.store.columns import secret_json
from services.casework.store.offers import offer
from services.casework.store.participants import participant
from services.casework.store.recommendations import recommendation, recommendation_review
from services.casework.store.spells import spell

recommendation_fairness = Table(
    "recommendation_fairness",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("month", Date, nullable=False),
    Column("made_at", utc, nullable=False),
    Column("rules_version", Text, nullable=False),
    Column("fairness_version", Text, nullable=False),
    Column("found", secret_json, nullable=False),
    UniqueConstraint("organisation_id", "month"),
    comment="How each group fared in a month: counts, of which small ones are not shown.",
)

recommendation_levelling = Table(
    "recommendation_levelling",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("rule", Text, primary_key=True),
    Column("category", Text, primary_key=True),
    Column("from_on", Date, nullable=False),
    comment="Rules that are levelled for a category of offers, so that no group is left behind.",
)


mapper.map_imperatively(Check, recommendation_fairness)


def organisations_without(session: Session, month: date) -> list[UUID]:
    """The organisations that answer for people, and whose check of that month has not been made."""
    made = select(recommendation_fairness.c.organisation_id).where(recommendation_fairness.c.month == month)
    query = select(participant.c.organisation_id).where(participant.c.organisation_id.not_in(made)).distinct()
    return list(session.scalars(query.order_by(participant.c.organisation_id)))


def of_organisation(organisation_id: UUID) -> Select[Check]:
    """The checks of one organisation."""
    return select(Check).where(recommendation_fairness.c.organisation_id == organisation_id)


def people(session: Session, organisation_id: UUID, until: date) -> list[Any]:
    """Everybody who was registered by then, each once: id, day of birth, contact card."""
    row = participant.c
    query = select(row.id, row.date_of_birth, row.card).where(row.merged_into.is_(None))
    return list(session.execute(query.where(_of(organisation_id), row.registered_on <= until)))


def told(session: Session, organisation_id: UUID, topics: Collection[str], until: date) -> Iterator[Any]:
    """What was told about these topics by then, the latest last: person, topic, details."""
    row = circumstance.c
    query = select(row.participant_id, row.topic, row.details).join(
        participant, participant.c.id == row.participant_id
    )
    mine = query.where(_of(organisation_id), row.topic.in_(topics), row.occurred_on <= until)
    yield from session.execute(mine.order_by(row.occurred_on, row.recorded_at))


def barriers(session: Session, organisation_id: UUID) -> list[Any]:
    """Barriers that stand or stood: person, code, until when."""
    row = barrier.c
    query = select(row.participant_id, row.code, row.until_on)
    joined = query.join(participant, participant.c.id == row.participant_id)
    return list(session.execute(joined.where(_of(organisation_id))))


def recommendations_since(session: Session, organisation_id: UUID, since: date, until: date) -> list[Any]:
    """What was recommended in that time, with its answers, and the category of the offer."""
    row = recommendation.c
    query = (
        select(Recommendation, offer.c.category)
        .join(participant, participant.c.id == row.participant_id)
        .outerjoin(offer, offer.c.id == row.offer_id)
    )
    return list(session.execute(query.where(_of(organisation_id), row.made_on.between(since, until))))


def work_begun(session: Session, organisation_id: UUID, until: date) -> dict[UUID, date]:
    """The day on which each person last began work."""
    row = spell.c
    query = (
        select(row.participant_id, func.max(row.started_on))
        .join(participant, participant.c.id == row.participant_id)
        .where(_of(organisation_id), row.kind != "benefit", row.voided.is_(False), row.started_on <= until)
    )
    return {one[0]: one[1] for one in session.execute(query.group_by(row.participant_id))}


def levelled(session: Session, organisation_id: UUID) -> frozenset[tuple[str, str]]:
    """(rule, category) pairs that are levelled for the people of this organisation."""
    row = recommendation_levelling.c
    found = session.execute(select(row.rule, row.category).where(row.organisation_id == organisation_id))
    return frozenset((rule, category) for rule, category in found)


def level(session: Session, organisation_id: UUID, pairs: Collection[tuple[str, str]], on: date) -> None:
    """From that day on these pairs are levelled and no others; everybody's recommendations are made anew."""
    mine = recommendation_levelling.c.organisation_id == organisation_id
    session.execute(delete(recommendation_levelling).where(mine))
    rows = [
        {"organisation_id": organisation_id, "rule": rule, "category": category, "from_on": on}
        for rule, category in pairs
    ]
    if rows:
        session.execute(insert(recommendation_levelling), rows)
    whose = select(participant.c.id).where(_of(organisation_id))
    due = recommendation_review.update().where(recommendation_review.c.participant_id.in_(whose))
    session.execute(due.values(is_due=True))


def _of(organisation_id: UUID) -> Any:
    return participant.c.organisation_id == organisation_id
