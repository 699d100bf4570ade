"""Contracts, and what they bring besides what each person brings: delivery fees and accelerated prices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from services.casework import policy, reference
from services.casework.actions.derivation import write
from services.casework.domain import derivation
from services.casework.domain.codes import known
from services.casework.domain.contracts import Contract, ContractChange
from services.casework.domain.tariffs import Tariff, tariff_for
from services.casework.reference import prices
from services.casework.store import claims, contracts


@dataclass(frozen=True, kw_only=True)
class ContractTold:
    """A contract as it is told."""

    begins_on: date
    value_pence: int
    cohort_volume: int | None = None


def sign_contract(session: Session, actor: Actor, programme: str, told: ContractTold) -> Contract:
    """The organisation runs a programme from a day on; what that brings each month is claimed."""
    organisation_id = policy.organisation_of(actor)
    tariff = _tariff(programme, told.begins_on)
    contract = Contract(
        id=new_id(),
        organisation_id=organisation_id,
        programme=programme,
        tariff=tariff.name,
        recorded_by=actor.id,
        recorded_at=clock.now(),
        **vars(told),
    )
    contract.sign(tariff, clock.today(), contracts.of_organisation(session, organisation_id))
    contracts.add(session, contract)
    derive_contract(session, contract.id, clock.today())
    return contract


def correct_contract(
    session: Session, actor: Actor, contract_id: UUID, told: ContractTold, reason: str
) -> Contract:
    """Something in it was wrong; fees that no longer stand are reversed, others made."""
    known(reason, reference.in_use("correction-reasons", clock.today()), "reason")
    contract = policy.found(contracts.find(session, policy.contracts_seen(actor), contract_id))
    tariff = _tariff(contract.programme, told.begins_on)
    was = ContractChange(
        id=new_id(),
        begins_on=contract.begins_on,
        value_pence=contract.value_pence,
        cohort_volume=contract.cohort_volume,
        by=actor.id,
        at=clock.now(),
        reason=reason,
    )
    contract.correct(**vars(told), tariff=tariff, today=clock.today(), change=was)
    session.flush()
    derive_contract(session, contract_id, clock.today())
    return contract


def list_contracts(session: Session, actor: Actor) -> Sequence[Contract]:
    """The contracts of the actor's organisation."""
    return contracts.listed(session, policy.contracts_seen(actor))


def derive_contracts(session: Session, today: date) -> None:
    """As time passes months are over, and outcomes go over the volume."""
    for contract_id in contracts.every(session):
        derive_contract(session, contract_id, today)


def derive_contract(session: Session, contract_id: UUID, today: date) -> None:
    """Bring the claims of a contract into line with it, one at a time for each contract."""
    everything: ColumnElement[bool] = true()
    contract = contracts.find(session, everything, contract_id)
    assert contract is not None
    tariff = prices.tariffs()[contract.tariff]
    kind = tariff.acceleration.kind if tariff.acceleration and contract.cohort_volume is not None else None
    reached_by = claims.outcomes(session, contract.organisation_id, contract.tariff, kind) if kind else []
    reached = contract.earned(tariff, reached_by, today)
    held = claims.of_contract(session, contract_id)
    back = derivation.take_back(held, reached, contract, today)
    session.flush()
    standing = [claim for claim in held if claim.reversed_on is None]
    write(session, [*back, *derivation.bring_forward(standing, reached, contract, today, new_id)])


def _tariff(programme: str, on: date) -> Tariff:
    known(programme, prices.programmes(), "programme")
    return prices.tariffs()[tariff_for(programme, prices.programmes()[programme], on, "begins_on")]
