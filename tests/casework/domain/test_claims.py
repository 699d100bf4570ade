"""A claim's life, who may move it on, and what the ledger says of each step."""

from copy import copy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.casework.domain.attachments import Attachment
from services.casework.domain.claims import Claim
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.fees import Entitlement
from services.casework.domain.ledger import balances, entry

REACHED = date(2025, 9, 28)
CLAIMABLE = date(2025, 10, 17)
TODAY = date(2025, 11, 3)
AT = datetime(2025, 11, 3, 12, tzinfo=UTC)
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


def test_whoever_says_what_shows_it_does_not_check_it_either() -> None:
    claim, seen_on = a_claim(), date(2025, 10, 20)
    claim.lodge("a payslip of October", ADVISER, seen_on, today=TODAY)
    assert (claim.state, claim.counts) == ("evidenced", True)
    with pytest.raises(DomainError) as refused:
        claim.validate(UUID(str(ADVISER)), TODAY, today=TODAY, told_by=())
    assert refused.value.code == "second-person-needed"
    with pytest.raises(DomainError) as refused:
        claim.validate(FINANCE, seen_on - timedelta(days=1), today=TODAY, told_by=())
    assert refused.value.code == "too-early"
    claim.validate(FINANCE, seen_on, today=TODAY, told_by=())


def test_what_nothing_shows_is_not_checked_until_somebody_says_what_does() -> None:
    claim = a_claim()
    with pytest.raises(DomainError) as refused:
        claim.validate(FINANCE, TODAY, today=TODAY, told_by=(), shown=False)
    assert (refused.value.code, claim.state) == ("evidence-needed", "claimed")
    claim.lodge("a payslip of October", ADVISER, REACHED, today=TODAY)
    claim.validate(FINANCE, TODAY, today=TODAY, told_by=(), shown=False)
    assert claim.state == "validated"


def test_nothing_shows_a_fee_before_it_was_reached() -> None:
    with pytest.raises(DomainError) as refused:
        a_claim().lodge("a payslip", ADVISER, REACHED - timedelta(days=1), today=TODAY)
    assert refused.value.code == "too-early"


def test_money_comes_and_goes_back_on_the_day_of_the_step_before_or_later() -> None:
    claim, earlier = validated(), TODAY - timedelta(days=1)
    with pytest.raises(DomainError) as refused:
        claim.pay(FINANCE, earlier, today=TODAY)
    assert refused.value.code == "too-early"
    claim.pay(FINANCE, TODAY, today=TODAY)
    claim.reverse(TODAY, "facts-corrected")
    with pytest.raises(DomainError) as refused:
        claim.repay(FINANCE, earlier, today=TODAY)
    assert refused.value.code == "too-early"
    assert claim.repay(FINANCE, TODAY, today=TODAY) == []
    assert (claim.state, claim.repaid_by, claim.counts) == ("repaid", FINANCE, False)


GROUND = Attachment(*(uuid4() for _ in range(3)), "pathways", "3", REACHED, "work-programme/year-1", None, AT)


@pytest.mark.parametrize(
    "changes",
    [
        {"reached_on": REACHED - timedelta(days=1)},
        {"reached_on": REACHED + timedelta(days=1)},
        {"began_on": date(2025, 8, 31)},
        {"began_on": date(2025, 9, 2)},
        {"amount_pence": 24_999},
        {"amount_pence": 25_001},
    ],
)
def test_a_claim_stands_for_just_what_was_reached(changes: dict[str, Any]) -> None:
    claim, now = a_claim(), Entitlement("sustainment", 1, date(2025, 9, 1), REACHED, CLAIMABLE, 25_000)
    assert claim.stands_for(now, GROUND)
    assert not claim.stands_for(replace(now, **changes), GROUND)
    assert not claim.stands_for(None, GROUND)


@pytest.mark.parametrize(("field", "others"), [("tariff", ("a", "z")), ("payment_group", ("1", "9"))])
def test_a_claim_stands_by_one_price_list_and_group(field: str, others: tuple[str, str]) -> None:
    claim, now = a_claim(), Entitlement("sustainment", 1, date(2025, 9, 1), REACHED, CLAIMABLE, 25_000)
    for other in others:
        ground = copy(GROUND)
        setattr(ground, field, other)
        assert not claim.stands_for(now, ground)


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
    claim = a_claim()

    def posted(*steps: str) -> dict[str, int]:
        rows = [entry(claim, what, CLAIMABLE, id=UUID(int=0), by=FINANCE, at=AT) for what in steps]
        return {account: pence for account, pence in balances(rows).items() if pence}

    assert posted("claimed") == {"claims-outstanding": 25_000, "fees-earned": -25_000}
    assert posted("claimed", "paid") == {"payments-received": 25_000, "fees-earned": -25_000}
    assert posted("claimed", "rejected") == {}
    assert posted("claimed", "reversed") == {}
    assert posted("claimed", "paid", "clawed-back") == {"payments-received": 25_000, "owed-back": -25_000}
