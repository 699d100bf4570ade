"""A claim's life, who may move it on, and what the ledger says of each step."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from services.casework.domain.claims import Claim
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.ledger import balances, entry

REACHED = date(2025, 9, 28)
CLAIMABLE = date(2025, 10, 17)
TODAY = date(2025, 11, 3)
FINANCE = uuid4()
ADVISER = uuid4()


def a_claim(made: bool = True) -> Claim:
    claim = Claim(
        id=uuid4(),
        attachment_id=uuid4(),
        participant_id=uuid4(),
        organisation_id=uuid4(),
        tariff="work-programme/year-1",
        payment_group="3",
        kind="sustainment",
        number=1,
        began_on=date(2025, 9, 1),
        reached_on=REACHED,
        claimable_on=CLAIMABLE,
        amount_pence=25_000,
    )
    if made:
        claim.make()
    return claim


def validated() -> Claim:
    claim = a_claim()
    claim.validate(FINANCE, TODAY, today=TODAY, told_by={ADVISER})
    return claim


def paid() -> Claim:
    claim = validated()
    claim.pay(FINANCE, TODAY, today=TODAY)
    return claim


def test_claimed_on_the_day_from_which_that_is_allowed() -> None:
    claim = a_claim(made=False)
    assert claim.state == "reached"
    (happened,) = claim.make()
    assert (claim.state, claim.claimed_on) == ("claimed", CLAIMABLE)
    assert happened.name == "claim.made"
    assert happened.data == {
        "participant_id": claim.participant_id,
        "organisation_id": claim.organisation_id,
        "kind": "sustainment",
        "number": 1,
        "reached_on": REACHED,
        "claimable_on": CLAIMABLE,
        "occurred_on": CLAIMABLE,
        "tariff": "work-programme/year-1",
        "payment_group": "3",
        "amount_pence": 25_000,
    }


def test_validated_then_paid() -> None:
    claim = a_claim()
    (said,) = claim.validate(FINANCE, TODAY, today=TODAY, told_by={ADVISER, None})
    assert (claim.state, said.name, said.data["occurred_on"]) == ("validated", "claim.validated", TODAY)
    (said,) = claim.pay(FINANCE, TODAY, today=TODAY)
    assert (claim.state, said.name, claim.paid_by) == ("paid", "claim.paid", FINANCE)
    assert claim.counts


def test_whoever_recorded_the_facts_does_not_check_them() -> None:
    claim = a_claim()
    with pytest.raises(DomainError) as refused:
        claim.validate(ADVISER, TODAY, today=TODAY, told_by={ADVISER})
    assert refused.value.code == "second-person-needed"
    assert claim.state == "claimed"


@pytest.mark.parametrize(
    ("claim", "step", "code"),
    [
        (a_claim(made=False), "validate", "claim-reached"),
        (a_claim(), "pay", "claim-claimed"),
        (validated(), "validate", "claim-validated"),
        (paid(), "pay", "claim-paid"),
        (paid(), "reject", "claim-paid"),
        (a_claim(made=False), "reject", "claim-reached"),
    ],
)
def test_steps_out_of_turn_are_refused(claim: Claim, step: str, code: str) -> None:
    steps = {
        "validate": lambda: claim.validate(FINANCE, TODAY, today=TODAY, told_by=()),
        "pay": lambda: claim.pay(FINANCE, TODAY, today=TODAY),
        "reject": lambda: claim.reject(FINANCE, TODAY, "no-evidence", today=TODAY),
    }
    before = claim.state
    with pytest.raises(Conflict) as refused:
        steps[step]()
    assert (refused.value.code, refused.value.status, claim.state) == (code, 409, before)


@pytest.mark.parametrize(
    ("on", "code"), [(date(2025, 11, 4), "future-date"), (date(2025, 10, 16), "too-early")]
)
def test_steps_on_impossible_days_are_refused(on: date, code: str) -> None:
    for step in (
        lambda claim: claim.validate(FINANCE, on, today=TODAY, told_by=()),
        lambda claim: claim.reject(FINANCE, on, "no-evidence", today=TODAY),
    ):
        with pytest.raises(DomainError) as refused:
            step(a_claim())
        assert refused.value.code == code


def test_rejected_with_a_reason_it_counts_no_more() -> None:
    claim = validated()
    (said,) = claim.reject(FINANCE, TODAY, "no-evidence", today=TODAY)
    assert (claim.state, claim.rejected_reason, said.name) == ("rejected", "no-evidence", "claim.rejected")
    assert not claim.counts


@pytest.mark.parametrize(
    ("claim", "state", "said"),
    [
        (a_claim(made=False), "reversed", []),
        (a_claim(), "reversed", ["claim.reversed"]),
        (validated(), "reversed", ["claim.reversed"]),
        (paid(), "clawed-back", ["claim.reversed"]),
    ],
)
def test_reversed_as_of_the_day_it_counted_from(claim: Claim, state: str, said: list[str]) -> None:
    happened = claim.reverse(TODAY, "facts-corrected")
    assert claim.state == state
    assert [each.name for each in happened] == said
    assert all(each.data["occurred_on"] == CLAIMABLE for each in happened)
    with pytest.raises(Conflict):
        claim.reverse(TODAY, "facts-corrected")


def test_each_step_in_the_ledger() -> None:
    claim, at = a_claim(), datetime(2025, 11, 3, 12, tzinfo=UTC)

    def posted(*steps: str) -> dict[str, int]:
        rows = [entry(claim, what, CLAIMABLE, id=UUID(int=0), by=FINANCE, at=at) for what in steps]
        return {account: pence for account, pence in balances(rows).items() if pence}

    assert posted("claimed") == {"claims-outstanding": 25_000, "fees-earned": -25_000}
    assert posted("claimed", "paid") == {"payments-received": 25_000, "fees-earned": -25_000}
    assert posted("claimed", "rejected") == {}
    assert posted("claimed", "reversed") == {}
    assert posted("claimed", "paid", "clawed-back") == {"payments-received": 25_000, "owed-back": -25_000}
