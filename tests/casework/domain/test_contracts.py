"""Contracts, and the rows of the ledger that follow from them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.casework.domain.claims import newly_reached
from services.casework.domain.contracts import Contract, ContractChange
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.ledger import POSTINGS, entry
from services.casework.domain.tariffs import Tariff
from services.casework.reference.prices import tariffs
from tests.casework.domain.a_payslip import NOW, STARTED, TODAY, day

JETS, WHP = tariffs()["jets-scotland/example"], tariffs()["work-and-health-programme/example"]


def contract(tariff: Tariff = JETS, **changes: Any) -> Contract:
    told: dict[str, Any] = {"begins_on": STARTED, "value_pence": 1_000_000_00, "cohort_volume": None}
    who: dict[str, Any] = {"recorded_by": uuid4(), "recorded_at": NOW}
    programme = tariff.name.split("/")[0]
    return Contract(
        id=uuid4(), organisation_id=uuid4(), programme=programme, tariff=tariff.name, **who, **told | changes
    )


def test_a_contract_is_signed_once_for_a_programme() -> None:
    signed = contract()
    signed.sign(JETS, TODAY, [signed, contract(WHP)])
    contract(WHP).sign(WHP, TODAY, [signed])
    with pytest.raises(Conflict) as refused:
        contract().sign(JETS, TODAY, [signed])
    assert refused.value.code == "contract-recorded"


@pytest.mark.parametrize(
    ("tariff", "changes", "code", "field"),
    [
        (tariffs()["restart/example"], {}, "no-contract-fees", "programme"),
        (JETS, {"cohort_volume": 0}, "no-accelerated-price", "cohort_volume"),
        (JETS, {"begins_on": TODAY + timedelta(days=1)}, "future-date", "begins_on"),
    ],
)
def test_a_contract_that_makes_no_sense_is_refused(
    tariff: Tariff, changes: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        contract(tariff, **changes).sign(tariff, TODAY, [])
    assert (refused.value.code, list(refused.value.errors)) == (code, [field])


def test_a_contract_put_right_keeps_what_stood_there_and_who_told() -> None:
    signed, by = contract(WHP, cohort_volume=5), uuid4()
    was = ContractChange(uuid4(), STARTED, 1, 5, by, NOW, "mistyped")
    signed.correct(day(1), 7, None, tariff=WHP, today=TODAY, change=was)
    assert (signed.begins_on, signed.value_pence, signed.cohort_volume) == (day(1), 7, None)
    assert signed.changes == [was]
    assert signed.told_by == {signed.recorded_by, by}
    with pytest.raises(DomainError):
        signed.correct(TODAY + timedelta(days=1), 7, None, tariff=WHP, today=TODAY, change=was)


def test_what_a_contract_brings() -> None:
    outcomes = [(day(1), day(200)), (day(2), day(190))]
    both = contract(WHP, cohort_volume=1, value_pence=600_000_00).earned(WHP, outcomes, day(230))
    assert [(each.kind, each.number) for each in both] == [
        *(("delivery", n) for n in range(1, 8)),
        ("accelerated", 100_001),
    ]
    plain = contract(WHP, value_pence=600_000_00).earned(WHP, outcomes, day(230))
    assert {each.kind for each in plain} == {"delivery"}, "no volume, no accelerated price"


def test_claims_of_a_contract_are_for_nobody() -> None:
    signed = contract()
    reached = signed.earned(JETS, [], day(60))
    (claim,) = newly_reached([], reached[:1], signed, uuid4)
    assert (claim.contract_id, claim.attachment_id, claim.participant_id) == (signed.id, None, None)
    assert claim.stands_for(reached[0], signed)
    (made,) = claim.make()
    assert (made.name, made.data["contract_id"]) == ("contract-claim.made", signed.id)
    assert "participant_id" not in made.data


@pytest.mark.parametrize("what", sorted(POSTINGS))
def test_a_row_of_the_ledger_says_all_that_belongs_to_it(what: str) -> None:
    signed = contract()
    (claim,) = newly_reached([], signed.earned(JETS, [], day(40)), signed, uuid4)
    id, by = uuid4(), uuid4()
    row = entry(claim, what, day(50), id=id, by=by, at=NOW)
    assert (row.id, row.claim_id, row.organisation_id) == (id, claim.id, claim.organisation_id)
    assert (row.what, row.debit, row.credit) == (what, *POSTINGS[what])
    assert (row.amount_pence, row.currency) == (claim.amount_pence, "GBP")
    assert (row.occurred_on, row.recorded_by, row.recorded_at) == (day(50), by, NOW)
    assert row.participant_id is None
