"""Staff: the names of those who sign in for an organisation, sealed to us by the gateway."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Column, Integer, Table, Text, Uuid, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session

from services.casework.store.base import metadata
from services.casework.store.columns import secret

staff = Table(
    "staff",
    metadata,
    Column("account_id", Uuid, primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("organisation_id", Uuid, index=True),
    Column("name", secret),
    Column("roles", ARRAY(Text), nullable=False),
)


@dataclass(frozen=True)
class Colleague:
    """What we know of an account."""

    account_id: UUID
    sequence: int
    organisation_id: UUID | None
    name: str | None
    roles: tuple[str, ...]


def keep(session: Session, known: Colleague) -> None:
    """What was heard last holds; something older that arrives later changes nothing."""
    row = {
        "account_id": known.account_id,
        "sequence": known.sequence,
        "organisation_id": known.organisation_id,
        "name": known.name,
        "roles": list(known.roles),
    }
    added = insert(staff).values(row)
    newer = staff.c.sequence < added.excluded.sequence
    session.execute(added.on_conflict_do_update(index_elements=["account_id"], set_=row, where=newer))


def names(session: Session, ids: Collection[UUID | None]) -> dict[UUID | None, str]:
    """The name of each of these accounts that we have heard of."""
    rows = session.execute(
        select(staff.c.account_id, staff.c.name).where(staff.c.account_id.in_(set(ids) - {None}))
    )
    return {row.account_id: row.name for row in rows if row.name is not None}


def find(session: Session, account_id: UUID) -> Colleague | None:
    """What we know of one account."""
    row = session.execute(select(staff).where(staff.c.account_id == account_id)).one_or_none()
    if row is None:
        return None
    return Colleague(row.account_id, row.sequence, row.organisation_id, row.name, tuple(row.roles))
