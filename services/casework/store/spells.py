"""Spells of work and benefit, with every account that was given of them. Who employs whom is encrypted."""

from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Select,
    Table,
    Text,
    Uuid,
    select,
)
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.spells import Spell, SpellChange
from services.casework.store.base import history, mapper, metadata, one
from services.casework.store.columns import secret, secret_json

spell = Table(
    "spell",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("started_on", Date, nullable=False),
    Column("ended_on", Date),
    Column("employer", secret),
    Column("job_title", secret),
    Column("hours_per_week", secret_json),
    Column("benefit", secret),
    Column("evidence", Text),
    Column("voided", Boolean, nullable=False),
    CheckConstraint("started_on <= ended_on", name="days"),
)

spell_change = Table(
    "spell_change",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("spell_id", Uuid, ForeignKey("spell.id"), nullable=False, index=True),
    Column("what", Text, nullable=False),
    Column("started_on", Date, nullable=False),
    Column("ended_on", Date),
    Column("by", Uuid),
    Column("at", utc, nullable=False),
    Column("reason", Text),
)

mapper.map_imperatively(SpellChange, spell_change)
mapper.map_imperatively(
    Spell,
    spell,
    properties={"changes": history(SpellChange, spell_change.c.at, spell_change.c.id)},
)


def find(
    session: Session, seen: ColumnElement[bool], spell_id: UUID, *, for_update: bool = False
) -> Spell | None:
    """One spell of somebody who may be seen."""
    query = select(Spell).where(spell.c.id == spell_id, seen)
    return one(session, query, spell, for_update=for_update)


def of(participant_id: UUID) -> Select[Spell]:
    """A person's spells, voided ones too."""
    return select(Spell).where(spell.c.participant_id == participant_id)


def standing(session: Session, participant_id: UUID) -> list[Spell]:
    """The spells on which milestones and claims stand."""
    query = of(participant_id).where(~spell.c.voided).order_by(spell.c.started_on, spell.c.id)
    return list(session.scalars(query))
