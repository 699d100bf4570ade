"""Records that only some may open, breaking the glass before one, and looking at that later."""

from collections.abc import Sequence
from uuid import UUID

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from services.casework import policy
from services.casework.actions.records import record_of
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.restrictions import OPEN_FOR, EmergencyReading, NamedReader, Restriction
from services.casework.store import restrictions, staff
from services.casework.store.participants import participant
from services.casework.store.restrictions import emergency_reading

log = structlog.get_logger("workstead.casework.rights")


def restrict(
    session: Session, actor: Actor, participant_id: UUID, reason: str, readers: Sequence[UUID]
) -> Restriction:
    """From now on only these colleagues open the record, besides the data-protection officer."""
    record_of(session, actor, participant_id, for_update=True)
    id, names = new_id(), staff.names(session, readers)
    _require_colleagues(session, actor, readers)
    placed = Restriction(
        id=id,
        participant_id=participant_id,
        reason=reason,
        placed_on=clock.today(),
        placed_by=policy.account_of(actor),
        placed_by_name=actor.name,
        readers=[NamedReader(id, reader, names.get(reader)) for reader in dict.fromkeys(readers)],
    )
    try:
        with session.begin_nested():
            session.add(placed)
    except IntegrityError:
        raise Conflict("already-restricted", "This record is restricted already.") from None
    return placed


def lift_restriction(session: Session, actor: Actor, participant_id: UUID) -> Restriction:
    """Everybody who looks after the person opens the record again."""
    record_of(session, actor, participant_id)
    placed = policy.found(restrictions.standing(session, participant_id, for_update=True))
    placed.lift(policy.account_of(actor), actor.name, clock.today())
    return placed


def break_glass(session: Session, actor: Actor, reference: str, reason: str) -> EmergencyReading:
    """Open a restricted record all the same: with a reason that the person reads and the officer reviews."""
    seen = policy.visible_restricted(actor)
    named = func.upper(participant.c.reference) == reference.strip().upper()
    whose = session.scalar(select(participant.c.id).where(named, seen))
    if whose is None:
        advice = {"reference": ["Check the reference: nobody here has this one."]}
        raise DomainError("no-such-record", "There is no such record here.", advice)
    if session.scalar(select(participant.c.id).where(participant.c.id == whose, policy.visible(actor))):
        raise Conflict("not-closed", "This record is open to you: there is no glass to break.")
    now = clock.real_now()
    opened = EmergencyReading(
        id=new_id(),
        participant_id=whose,
        account_id=policy.account_of(actor),
        name=actor.name,
        organisation_id=policy.organisation_of(actor),
        reason=reason,
        opened_at=now,
        until_at=now + OPEN_FOR,
    )
    session.add(opened)
    session.flush()
    log.warning("restricted record opened", reading=str(opened.id), by=str(actor.id), org=str(actor.org))
    return opened


def review(
    session: Session, actor: Actor, reading_id: UUID, finding: str, note: str | None
) -> EmergencyReading:
    """Whether it was right to open it, says the data-protection officer."""
    seen = policy.controlled(actor, emergency_reading.c.participant_id)
    opened = policy.found(restrictions.find_reading(session, seen, reading_id))
    opened.review(finding, note, policy.account_of(actor), actor.name, clock.today())
    return opened


def _require_colleagues(session: Session, actor: Actor, readers: Sequence[UUID]) -> None:
    for reader in readers:
        known = staff.find(session, reader)
        if reader != actor.id and (known is None or known.organisation_id != actor.org):
            advice = {"readers": ["Choose colleagues of your organisation."]}
            raise DomainError("not-a-colleague", "Somebody named does not work here.", advice)
