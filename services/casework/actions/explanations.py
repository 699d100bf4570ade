"""How each pound came about: the facts behind one claim, and its rows in the ledger."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.actor import Actor
from chassis.store import access
from services.casework import policy
from services.casework.domain.claims import Claim
from services.casework.domain.explanations import Explanation, Known, explain
from services.casework.reference import prices
from services.casework.store import attachments, claims, contracts, ledger, payslips, spells
from services.casework.store.contracts import contract as contract_table


def explain_claim(session: Session, actor: Actor, claim_id: UUID) -> dict[str, Any]:
    """The rule, the days and the pay that it counted, and what the ledger says of it. Reading it is noted."""
    claim = policy.found(claims.find(session, policy.claims_seen(actor), claim_id))
    if claim.participant_id is not None:
        access.record_read(session, actor, claim.participant_id, "claim")
        found = _of_person(session, claim, claim.participant_id)
    else:
        found = _of_contract(session, actor, claim)
    return {
        "claim": claim,
        "rule": found.rule,
        "numbers": found.numbers,
        "stretches": found.stretches,
        "benefit": found.benefit,
        "days": found.days,
        "weeks": found.weeks,
        "wages": found.wages,
        "wages_pence": found.wages_pence,
        "needed_pence": found.needed_pence,
        "hourly_pence": found.hourly_pence,
        "ledger": ledger.of_claim(session, claim_id),
    }


def _of_person(session: Session, claim: Claim, participant_id: UUID) -> Explanation:
    tariff = prices.tariffs()[claim.tariff]
    attached = next(
        each for each in attachments.of(session, participant_id) if each.id == claim.attachment_id
    )
    fee = next(each for each in tariff.group(claim.payment_group).fees if each.kind == claim.kind)
    known = Known(
        attached_on=attached.attached_on,
        allotted_weeks=tariff.allotted_weeks,
        spells=spells.standing(session, participant_id),
        wages=[slip.wage for slip in payslips.standing(session, participant_id)],
        hourly_rate=prices.hourly_rate,
    )
    return explain(claim, fee, known)


def _of_contract(session: Session, actor: Actor, claim: Claim) -> Explanation:
    seen = policy.contracts_seen(actor), contract_table.c.id == claim.contract_id
    (signed,) = contracts.listed(session, *seen)
    numbers = {
        "value_pence": signed.value_pence,
        "begins_on": signed.begins_on.isoformat(),
        "cohort_volume": signed.cohort_volume,
    }
    return Explanation(rule=claim.kind, numbers=numbers)
