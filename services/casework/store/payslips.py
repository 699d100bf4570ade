"""What people were paid in their jobs. The amount is encrypted; a second payslip of one day is refused."""

from uuid import UUID

from sqlalchemy import Column, ColumnElement, Date, ForeignKey, Index, Select, Table, Text, Uuid, select
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.wages import Payslip
from services.casework.store.base import mapper, metadata
from services.casework.store.columns import secret_json
from services.casework.store.spells import spell

payslip = Table(
    "payslip",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("spell_id", Uuid, ForeignKey("spell.id"), nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("amount_pence", secret_json),
    Column("evidence", Text, nullable=False),
    Column("recorded_by", Uuid),
    Column("recorded_at", utc, nullable=False),
    Column("withdrawn_by", Uuid),
    Column("withdrawn_at", utc),
    Column("withdrawn_reason", Text),
    Index(
        "uq_payslip_standing",
        "spell_id",
        "paid_on",
        unique=True,
        postgresql_where="withdrawn_at is null",
    ),
)

mapper.map_imperatively(Payslip, payslip)


def find(session: Session, seen: ColumnElement[bool], payslip_id: UUID) -> Payslip | None:
    """One payslip of somebody who may be seen, held for update."""
    query = select(Payslip).where(payslip.c.id == payslip_id, seen).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))


def of(participant_id: UUID) -> Select[Payslip]:
    """A person's payslips, those taken back too."""
    return select(Payslip).where(payslip.c.participant_id == participant_id)


def standing(session: Session, participant_id: UUID) -> list[Payslip]:
    """Those of a person that count."""
    return list(session.scalars(counting(payslip.c.participant_id == participant_id)))


def counting(whose: ColumnElement[bool]) -> Select[Payslip]:
    """Those that count: not taken back, of jobs that stand, with an amount that nobody had erased."""
    query = select(Payslip).where(whose).join(spell, spell.c.id == payslip.c.spell_id)
    counts = (payslip.c.withdrawn_at.is_(None), payslip.c.amount_pence.is_not(None), ~spell.c.voided)
    return query.where(*counts).order_by(payslip.c.paid_on, payslip.c.id)


def of_that_day(session: Session, told: Payslip) -> UUID | None:
    """The payslip of the same job and day that stands already."""
    same = (payslip.c.spell_id == told.spell_id, payslip.c.paid_on == told.paid_on)
    return session.scalar(select(payslip.c.id).where(*same, payslip.c.withdrawn_at.is_(None)))
