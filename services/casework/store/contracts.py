"""Contracts, with what each said before it was put right."""

from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    select,
)
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.contracts import Contract, ContractChange
from services.casework.store.base import history, mapper, metadata

contract = Table(
    "contract",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("programme", Text, nullable=False),
    Column("tariff", Text, nullable=False),
    Column("begins_on", Date, nullable=False),
    Column("value_pence", BigInteger, nullable=False),
    Column("cohort_volume", Integer),
    Column("recorded_by", Uuid),
    Column("recorded_at", utc, nullable=False),
    UniqueConstraint("organisation_id", "programme", name="uq_contract_programme"),
    CheckConstraint("value_pence >= 0 and cohort_volume >= 0", name="numbers"),
)

contract_change = Table(
    "contract_change",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("contract_id", Uuid, ForeignKey("contract.id"), nullable=False, index=True),
    Column("begins_on", Date, nullable=False),
    Column("value_pence", BigInteger, nullable=False),
    Column("cohort_volume", Integer),
    Column("by", Uuid),
    Column("at", utc, nullable=False),
    Column("reason", Text, nullable=False),
)

mapper.map_imperatively(ContractChange, contract_change)
mapper.map_imperatively(
    Contract,
    contract,
    properties={"changes": history(ContractChange, contract_change.c.at, contract_change.c.id)},
)


def find(session: Session, seen: ColumnElement[bool], contract_id: UUID) -> Contract | None:
    """One contract, if it is among those that may be seen, held while its claims are worked out."""
    query = select(Contract).where(contract.c.id == contract_id, seen).with_for_update(of=contract)
    return session.scalar(query.execution_options(populate_existing=True))


def add(session: Session, signed: Contract) -> None:
    """Keep it; where another has just recorded the same, the database says so (409)."""
    session.add(signed)
    session.flush()


def listed(session: Session, *seen: ColumnElement[bool]) -> list[Contract]:
    """The contracts that may be seen, the oldest first."""
    return list(session.scalars(select(Contract).where(*seen).order_by(contract.c.begins_on, contract.c.id)))


def of_organisation(session: Session, organisation_id: UUID) -> list[Contract]:
    """An organisation's contracts, held."""
    query = select(Contract).where(contract.c.organisation_id == organisation_id)
    return list(session.scalars(query.with_for_update(of=contract)))


def every(session: Session) -> list[UUID]:
    """The ids of all."""
    return list(session.scalars(select(contract.c.id).order_by(contract.c.id)))
