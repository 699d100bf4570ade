"""What people said to each purpose, as far as something that is sent rests on it; from casework's events."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Column, Date, Table, Text, Uuid, delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notify.store.base import metadata

consent = Table(
    "consent",
    metadata,
    Column("person_id", Uuid, primary_key=True),
    Column("purpose", Text, primary_key=True),
    Column("given", Boolean, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("sequence", BigInteger, nullable=False),
)

_new = insert(consent)
_said, _kept = _new.excluded, consent.c
_LATEST = _new.on_conflict_do_update(
    index_elements=[_kept.person_id, _kept.purpose],
    set_={name: _said[name] for name in ("given", "occurred_on", "sequence")},
    where=tuple_(_kept.occurred_on, _kept.sequence) < tuple_(_said.occurred_on, _said.sequence),
)


def keep(
    session: Session, person_id: UUID, *, purpose: str, given: bool, occurred_on: date, sequence: int
) -> None:
    """The latest word holds: by the day on which it was said, then by when we were told."""
    row = {"person_id": person_id, "purpose": purpose, "given": given, "occurred_on": occurred_on}
    session.execute(_LATEST, row | {"sequence": sequence})


def taken_back(session: Session, people: Collection[UUID], purpose: str) -> set[UUID]:
    """Those of these people who have said no to this purpose."""
    said = select(_kept.person_id).where(
        _kept.person_id.in_(people), _kept.purpose == purpose, _kept.given.is_(False)
    )
    return set(session.scalars(said))


def forget(session: Session, person_id: UUID) -> None:
    """Nothing is known of what they said."""
    session.execute(delete(consent).where(_kept.person_id == person_id))
