"""The names of organisations, copied from what the marketplace says, for pages and invitations."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Date, Select, String, Table, Text, Uuid, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gateway.store.base import metadata

organisation = Table(
    "organisation",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", String(60), nullable=True),
    Column("joined_on", Date, nullable=True),
)


def put(session: Session, organisation_id: UUID, name: str, kind: str | None, joined_on: date | None) -> None:
    """What is said last about an organisation holds."""
    row = {"name": name, "kind": kind, "joined_on": joined_on}
    statement = insert(organisation).values(id=organisation_id, **row)
    session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))


def names(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of these organisations; one that has not been heard of yet is left out."""
    wanted = [id for id in ids if id is not None]
    rows = session.execute(
        select(organisation.c.id, organisation.c.name).where(organisation.c.id.in_(wanted))
    )
    return {row.id: row.name for row in rows}


def in_order() -> Select[Any]:
    """Every organisation, by name."""
    return select(organisation.c.id, organisation.c.name).order_by(organisation.c.name)
