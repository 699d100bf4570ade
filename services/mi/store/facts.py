"""Facts: one row for each event, with the fields that MI declared to keep. All figures follow from them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Date, Index, Table, Text, Uuid, bindparam, cast, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session

from chassis.store import many
from chassis.store.base import jsonb, utc
from chassis.store.statements import Statement
from services.mi.domain.sources import Source
from services.mi.store.base import metadata

fact = Table(
    "fact",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("event", Text, nullable=False),
    Column("subject", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("person_id", Uuid),
    Column("organisation_id", Uuid),
    Column("provider_id", Uuid),
    Column("occurred_on", Date, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("said", jsonb, nullable=False),
    Index("ix_fact_event_occurred_on", "event", "occurred_on"),
    Index("ix_fact_subject_sequence", "subject", "sequence"),
    Index("ix_fact_person_id", "person_id"),
)
"""A projection. The id is the event's, so that a fact that is told twice is kept once."""

claim_amount = Table(
    "claim_amount",
    metadata,
    Column("fact_id", Uuid, primary_key=True),
    Column("amount_pence", BigInteger, nullable=False),
)
"""What was claimed for people who have been erased since. Their sealed fields are gone from every log, and
money that was earned stays earned: so this is no projection, and a rebuild takes the amounts from here.
"""

KEEP = Statement(many.inserted(fact).on_conflict_do_nothing(index_elements=[fact.c.id]))
AMOUNT = select(claim_amount.c.amount_pence).where(claim_amount.c.fact_id == bindparam("fact_id"))
SAVE_AMOUNTS = (
    insert(claim_amount)
    .from_select(
        ["fact_id", "amount_pence"],
        select(fact.c.id, cast(fact.c.said["amount_pence"].astext, BigInteger)).where(
            fact.c.person_id == bindparam("person"), fact.c.said.has_key("amount_pence")
        ),
    )
    .on_conflict_do_nothing()
)


def keep(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep these facts, each once."""
    KEEP.do(session, **many.rows(rows))


def amount_of_erased(session: Session, fact_id: UUID) -> int | None:
    """The amount of a claim whose person has been erased."""
    return session.scalar(AMOUNT, {"fact_id": fact_id})


def save_amounts(session: Session, person_id: UUID) -> None:
    """Keep what was claimed for a person where a rebuild finds it."""
    session.execute(SAVE_AMOUNTS, {"person": person_id})


def strip(session: Session, person_id: UUID, source: Source) -> None:
    """Take what had been sealed to us out of a person's facts of one kind."""
    values: dict[str, Any] = {"said": fact.c.said.op("-")(cast(list(source.sensitive), ARRAY(Text)))}
    if source.provider in source.sensitive:
        values["provider_id"] = None
    theirs = (fact.c.person_id == person_id, fact.c.event == source.event)
    session.execute(update(fact).where(*theirs).values(**values))


def strip_before(session: Session, person_id: UUID, source: Source, before: datetime) -> None:
    """The same, of what we were told before an instant: what came later is held anew."""
    values = {"said": fact.c.said.op("-")(cast(list(source.sensitive), ARRAY(Text)))}
    theirs = (fact.c.person_id == person_id, fact.c.event == source.event, fact.c.recorded_at <= before)
    session.execute(update(fact).where(*theirs).values(**values))


def organisation_names(session: Session) -> dict[str, str]:
    """What the organisations are called, by their ids as text."""
    joined = select(fact.c.subject, fact.c.said["name"].astext)
    rows = session.execute(joined.where(fact.c.event == "marketplace.organisation.joined"))
    return {str(subject): name for subject, name in rows}
