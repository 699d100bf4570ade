"""A referral as it is heard of: the facts commute, and the highest sequence says where it stands."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.referrals import STATES, Referral

DAY = date(2025, 3, 3)
STEPS = st.lists(st.sampled_from([state for state in STATES if state != "sent"]), max_size=6, unique=True)


def heard(order: list[tuple[int, str]]) -> Referral:
    referral = Referral(WHICH, WHO)
    for sequence, state in order:
        on = DAY + timedelta(days=sequence)
        if state == "sent":
            referral.sent(sequence=sequence, on=on, **HOW)
        else:
            referral.heard(state, on, sequence)
    return referral


WHICH, WHO = uuid4(), uuid4()
HOW: dict[str, Any] = {
    "reference": "R-7K2M-9Q",
    "from_organisation_id": uuid4(),
    "to_organisation_id": uuid4(),
    "offer_id": uuid4(),
    "due_on": DAY,
}


@given(STEPS, st.randoms(), st.integers(0, 3))
def test_in_any_order_and_more_than_once_it_comes_out_the_same(
    steps: list[str], random: Any, again: int
) -> None:
    told = list(enumerate(["sent", *steps], start=1))
    mixed = told + told[:again]
    random.shuffle(mixed)
    assert asdict(heard(told)) == asdict(heard(mixed))
    assert heard(mixed).state == told[-1][1]


def test_until_it_was_sent_it_is_a_stub() -> None:
    assert heard([(2, "declined")]).is_stub
    assert not heard([(2, "declined"), (1, "sent")]).is_stub


def test_it_is_over_on_the_day_it_ended_in_whatever_way() -> None:
    assert heard([(1, "sent"), (2, "accepted")]).over_on is None
    assert heard([(1, "sent"), (3, "withdrawn")]).over_on == DAY + timedelta(days=3)
