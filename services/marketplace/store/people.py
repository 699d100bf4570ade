"""Which organisation controls a person's record: a read model, filled from casework's events."""

from uuid import UUID

from sqlalchemy import BigInteger, Column, Table, Uuid, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.marketplace.store.base import metadata

known_person = Table(
    "known_person",
    metadata,
    Column("participant_id", Uuid, primary_key=True),
    Column("organisation_id", Uuid),
    Column("sequence", BigInteger, nullable=False),
)

_new = insert(known_person)
_LATEST = _new.on_conflict_do_update(
    index_elements=[known_person.c.participant_id],
    set_={"organisation_id": _new.excluded.organisation_id, "sequence": _new.excluded.sequence},
    where=known_person.c.sequence < _new.excluded.sequence,
)


def controlled_by(session: Session, participant_id: UUID, organisation_id: UUID | None) -> bool:
    """Whether that organisation controls the person's record, as far as we have heard.

    The row is held until the end of the transaction, so that nobody is referred twice at the same moment.
    """
    query = select(known_person.c.organisation_id).where(known_person.c.participant_id == participant_id)
    return organisation_id is not None and session.scalar(query.with_for_update()) == organisation_id


def keep(session: Session, participant_id: UUID, organisation_id: UUID | None, sequence: int) -> None:
    """Note who controls the record, or that nobody does any more; an older event never undoes a newer one."""
    row = {"participant_id": participant_id, "organisation_id": organisation_id, "sequence": sequence}
    session.execute(_LATEST, row)
