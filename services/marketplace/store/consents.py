"""Whether a person agrees to having their details passed on: a read model, filled from casework's events."""

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Column, Date, Table, Uuid, delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.marketplace.store.base import metadata

referral_consent = Table(
    "referral_consent",
    metadata,
    Column("participant_id", Uuid, primary_key=True),
    Column("given", Boolean, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("sequence", BigInteger, nullable=False),
)

_new = insert(referral_consent)
_said, _kept = _new.excluded, referral_consent.c
_LATEST = _new.on_conflict_do_update(
    index_elements=[_kept.participant_id],
    set_={name: _said[name] for name in ("given", "occurred_on", "sequence")},
    where=tuple_(_kept.occurred_on, _kept.sequence) < tuple_(_said.occurred_on, _said.sequence),
)


def keep(session: Session, participant_id: UUID, given: bool, occurred_on: date, sequence: int) -> None:
    """The latest word holds: by the day on which it was said, then by when we were told."""
    row = {"participant_id": participant_id, "given": given, "occurred_on": occurred_on}
    session.execute(_LATEST, row | {"sequence": sequence})


def taken_back(session: Session, participant_id: UUID) -> bool:
    """Whether the person has said no to it."""
    said = select(_kept.given).where(_kept.participant_id == participant_id)
    return session.scalar(said) is False


def forget(session: Session, participant_id: UUID) -> None:
    """Nothing is known of what they said."""
    session.execute(delete(referral_consent).where(_kept.participant_id == participant_id))
