"""Job applications, encrypted but for how far they have got; and who may see them."""

from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Integer,
    Select,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    false,
    func,
    select,
    text,
)
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.applications import Application, ApplicationStage
from services.casework.store.base import history, mapper, metadata, one
from services.casework.store.columns import secret

application = Table(
    "application",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("title", secret, nullable=False),
    Column("employer", secret, nullable=False),
    Column("vacancy", secret),
    Column("notes", secret),
    Column("origin", Text, nullable=False, server_default=text("'typed'")),
    Column("vacancy_id", Uuid, ForeignKey("vacancy.id")),
    Column("cv_id", Uuid, ForeignKey("paper_version.id")),
    Column("letter_id", Uuid, ForeignKey("paper_version.id")),
)

application_stage = Table(
    "application_stage",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("application_id", Uuid, ForeignKey("application.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("stage", Text, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("recorded_by", Uuid, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("assisted", Boolean, nullable=False, server_default=false()),
    Column("helper", secret),
    UniqueConstraint("application_id", "number"),
)

mapper.map_imperatively(ApplicationStage, application_stage)
mapper.map_imperatively(
    Application,
    application,
    properties={"stages": history(ApplicationStage, application_stage.c.number)},
)


def find(
    session: Session, seen: ColumnElement[bool], application_id: UUID, *, for_update: bool = False
) -> Application | None:
    """One application of somebody who may be seen."""
    query = select(Application).where(application.c.id == application_id, seen)
    return one(session, query, application, for_update=for_update)


def of(participant_id: UUID) -> Select[Application]:
    """A person's applications."""
    return select(Application).where(application.c.participant_id == participant_id)


def count(session: Session, participant_id: UUID) -> int:
    """How many applications a person has made: all that those see who have no grant."""
    mine = select(func.count()).select_from(application).where(application.c.participant_id == participant_id)
    return session.scalar(mine) or 0
