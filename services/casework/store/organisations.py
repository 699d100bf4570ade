"""Organisations of the marketplace: their names, kept here so that a page can say them."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Column, Integer, Table, Text, Uuid, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.casework.store.base import metadata

organisation = Table(
    "organisation",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
)


@dataclass(frozen=True)
class Organisation:
    """What we know of an organisation."""

    id: UUID
    sequence: int
    name: str
    kind: str


def keep(session: Session, known: Organisation) -> None:
    """What was heard last holds; something older that arrives later changes nothing."""
    row = {"id": known.id, "sequence": known.sequence, "name": known.name, "kind": known.kind}
    added = insert(organisation).values(row)
    newer = organisation.c.sequence < added.excluded.sequence
    session.execute(added.on_conflict_do_update(index_elements=["id"], set_=row, where=newer))


def names(session: Session, ids: Collection[UUID | None]) -> dict[UUID | None, str]:
    """The name of each of these organisations that we have heard of."""
    rows = session.execute(
        select(organisation.c.id, organisation.c.name).where(organisation.c.id.in_(set(ids) - {None}))
    )
    return {row.id: row.name for row in rows}
