"""What people are paid in their jobs, for programmes that pay by earnings. Claims follow at once."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.store.paging import Page, page
from services.casework import policy, reference
from services.casework.actions.derivation import derive
from services.casework.actions.records import read
from services.casework.domain.codes import known
from services.casework.domain.errors import Conflict
from services.casework.domain.wages import Payslip
from services.casework.store import derivations, payslips, spells
from services.casework.store.payslips import payslip as payslip_table
from services.casework.store.spells import spell as spell_table


@dataclass(frozen=True, kw_only=True)
class PayTold:
    """Pay as it is told."""

    paid_on: date
    amount_pence: int
    evidence: str


def record_pay(session: Session, actor: Actor, spell_id: UUID, told: PayTold) -> Payslip:
    """Somebody was paid in a job, before tax."""
    known(told.evidence, reference.in_use("work-evidence", clock.today()), "evidence")
    seen = policy.visible(actor, spell_table.c.participant_id)
    spell = policy.found(spells.find(session, seen, spell_id))
    derivations.hold(session, spell.participant_id)
    session.refresh(spell)
    slip = Payslip(
        id=new_id(),
        participant_id=spell.participant_id,
        spell_id=spell_id,
        recorded_by=actor.id,
        recorded_at=clock.now(),
        **vars(told),
    )
    slip.record(spell, clock.today())
    if payslips.of_that_day(session, slip) is not None:
        raise Conflict("pay-recorded", "Pay for that day is recorded already. Take it back if it is wrong.")
    session.add(slip)
    return _derived(session, slip)


def withdraw_pay(session: Session, actor: Actor, payslip_id: UUID, reason: str) -> Payslip:
    """It was wrong, and counts no more; claims that stood on it are reversed."""
    known(reason, reference.in_use("correction-reasons", clock.today()), "reason")
    seen = policy.visible(actor, payslip_table.c.participant_id)
    slip = policy.found(payslips.find(session, seen, payslip_id))
    derivations.hold(session, slip.participant_id)
    session.refresh(slip)
    slip.withdraw(actor.id, clock.now(), reason)
    return _derived(session, slip)


def list_pay(
    session: Session, actor: Actor, participant_id: UUID, *, cursor: str | None, limit: int
) -> Page[Payslip]:
    """What a person was paid, the latest first. That it was read is written down."""
    read(session, actor, participant_id, "pay")
    keys = (payslip_table.c.paid_on, payslip_table.c.id)
    return page(session, payslips.of(participant_id), keys=keys, cursor=cursor, limit=limit, descending=True)


def _derived(session: Session, slip: Payslip) -> Payslip:
    session.flush()
    derive(session, slip.participant_id, clock.today())
    return slip
