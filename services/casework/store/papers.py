"""CVs and letters in all their versions; what they say, and what they are called, is encrypted."""

from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Integer,
    Select,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    false,
    select,
)
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.papers import Paper, PaperVersion
from services.casework.store.base import history, mapper, metadata, one
from services.casework.store.columns import secret

paper = Table(
    "paper",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("title", secret, nullable=False),
    Column("vacancy_id", Uuid, ForeignKey("vacancy.id")),
    Column("put_away_at", utc),
)

paper_version = Table(
    "paper_version",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("paper_id", Uuid, ForeignKey("paper.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", secret, nullable=False),
    Column("recorded_by", Uuid, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("assisted", Boolean, nullable=False, server_default=false()),
    Column("helper", secret),
    UniqueConstraint("paper_id", "number"),
)

mapper.map_imperatively(PaperVersion, paper_version)
mapper.map_imperatively(
    Paper,
    paper,
    properties={"versions": history(PaperVersion, paper_version.c.number)},
)


def find(
    session: Session, seen: ColumnElement[bool], paper_id: UUID, *, for_update: bool = False
) -> Paper | None:
    """One CV or letter of somebody who may be seen."""
    query = select(Paper).where(paper.c.id == paper_id, seen)
    return one(session, query, paper, for_update=for_update)


def of(participant_id: UUID) -> Select[Paper]:
    """A person's CVs and letters that they have not put away."""
    return select(Paper).where(paper.c.participant_id == participant_id, paper.c.put_away_at.is_(None))


def version_of(session: Session, participant_id: UUID, version_id: UUID) -> tuple[Paper, PaperVersion] | None:
    """One version of a paper of this person."""
    query = (
        select(Paper, PaperVersion)
        .join(paper_version, paper_version.c.paper_id == paper.c.id)
        .where(paper_version.c.id == version_id, paper.c.participant_id == participant_id)
    )
    found = session.execute(query).first()
    return (found[0], found[1]) if found else None
