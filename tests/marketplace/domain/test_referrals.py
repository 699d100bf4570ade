"""The life of a referral, step by step, and what it refuses."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.marketplace.domain.errors import Conflict, DomainError
from services.marketplace.domain.offers import Offer
from services.marketplace.domain.organisations import Organisation
from services.marketplace.domain.referrals import HOLDING_A_PLACE, OPEN, Referral, State

SENT = date(2025, 3, 10)
PARTICIPANT = UUID(int=1)


def organisation(name: str) -> Organisation:
    return Organisation(uuid4(), name, "prime", date(2025, 3, 3), verified_on=date(2025, 3, 3))


def offer(capacity: int = 1) -> Offer:
    return Offer(
        uuid4(),
        organisation("Calder Skills"),
        "IT",
        "digital-skills",
        "…",
        "…",
        capacity,
        0,
        date(2025, 3, 3),
    )


def referral(to: Offer | None = None, **more: str) -> Referral:
    to = to or offer()
    return Referral(
        id=uuid4(),
        reference="R-7K2M-9Q",
        participant_id=PARTICIPANT,
        offer=to,
        sender=organisation("Northbridge Works"),
        receiver=to.organisation,
        lawful_basis=more.pop("lawful_basis", "consent"),
        sent_on=SENT,
        acknowledge_by=date(2025, 3, 12),
        start_by=date(2025, 3, 31),
        expire_after=date(2025, 4, 7),
        **more,
    )


def test_it_is_sent_with_the_day_by_which_it_should_be_acknowledged():
    sent = referral()
    (fact,) = sent.send()
    assert fact.name == "referral.sent"
    assert fact.subject == sent.id
    assert fact.data == {
        "participant_id": PARTICIPANT,
        "from_organisation_id": sent.sender.id,
        "to_organisation_id": sent.offer.organisation.id,
        "offer_id": sent.offer.id,
        "reference": "R-7K2M-9Q",
        "due_on": date(2025, 3, 12),
        "occurred_on": SENT,
    }
    assert sent.status == State.SENT


def test_all_the_way_to_its_end():
    r = referral()
    r.acknowledge(date(2025, 3, 11))
    r.accept(date(2025, 3, 12))
    r.start(date(2025, 3, 17))
    ended, freed = r.end(date(2025, 5, 1), "completed")
    assert r.status == State.ENDED
    assert ended.name == "referral.ended"
    assert ended.data == {
        "participant_id": PARTICIPANT,
        "occurred_on": date(2025, 5, 1),
        "reason": "completed",
    }
    assert (freed.name, freed.data["free_places"]) == ("offer.changed", 1)


def test_each_step_keeps_its_own_date():
    r = referral()
    r.acknowledge(date(2025, 3, 11))
    r.accept(date(2025, 3, 12))
    r.start(date(2025, 3, 17))
    assert (r.acknowledged_on, r.accepted_on, r.started_on) == (
        date(2025, 3, 11),
        date(2025, 3, 12),
        date(2025, 3, 17),
    )


def test_a_step_cannot_come_before_the_one_that_it_follows():
    r = referral()
    r.acknowledge(date(2025, 3, 12))
    with pytest.raises(DomainError) as refused:
        r.accept(date(2025, 3, 11))
    assert refused.value.code == "date-too-early"
    assert refused.value.errors == {"occurred_on": ["Give 2025-03-12 or a later date."]}
    assert r.status == State.ACKNOWLEDGED


def test_a_declined_referral_says_why():
    r = referral()
    r.acknowledge(SENT)
    (declined,) = r.decline(SENT, "ineligible")
    assert (r.status, r.reason) == (State.DECLINED, "ineligible")
    assert declined.data["reason"] == "ineligible"


def test_what_nobody_answers_expires_after_its_last_day_only():
    r = referral()
    with pytest.raises(Conflict) as refused:
        r.expire(date(2025, 4, 7))
    assert refused.value.code == "not-expired-yet"
    (expired,) = r.expire(date(2025, 4, 8))
    assert expired.name == "referral.expired"
    assert r.status == State.EXPIRED


def test_what_was_accepted_does_not_expire():
    r = referral()
    r.acknowledge(SENT)
    r.accept(SENT)
    with pytest.raises(Conflict) as refused:
        r.expire(date(2025, 5, 1))
    assert refused.value.code == "wrong-state"


def test_two_for_the_last_place():
    last = offer(capacity=1)
    first, second = referral(last), referral(last)
    for r in (first, second):
        r.acknowledge(SENT)
    first.accept(SENT)
    with pytest.raises(Conflict) as refused:
        second.accept(SENT)
    assert refused.value.code == "no-free-place"
    assert second.status == State.ACKNOWLEDGED
    first.withdraw(SENT, "person-said-no")
    second.accept(SENT)
    assert last.places_taken == 1


def test_an_override_needs_a_named_reason():
    with pytest.raises(DomainError) as refused:
        referral(lawful_basis="override").send()
    assert refused.value.errors == {"override_reason": ["Say why, or choose another basis."]}
    assert referral(lawful_basis="override", override_reason="A court ordered it.").send()


def test_nobody_is_sent_to_what_is_not_offered_any_more():
    gone = offer()
    gone.withdraw(SENT)
    with pytest.raises(Conflict) as refused:
        referral(gone).send()
    assert refused.value.code == "offer-withdrawn"


STEPS = {
    "acknowledge": ({State.SENT}, State.ACKNOWLEDGED, False),
    "accept": ({State.ACKNOWLEDGED}, State.ACCEPTED, False),
    "decline": ({State.ACKNOWLEDGED}, State.DECLINED, True),
    "start": ({State.ACCEPTED}, State.STARTED, False),
    "not_start": ({State.ACCEPTED}, State.NOT_STARTED, True),
    "withdraw": ({State.SENT, State.ACKNOWLEDGED, State.ACCEPTED, State.STARTED}, State.WITHDRAWN, True),
    "end": ({State.STARTED}, State.ENDED, True),
    "expire": ({State.SENT, State.ACKNOWLEDGED}, State.EXPIRED, False),
}
"""The table of the field's state machine, written again by hand: from where, to where, with a reason."""


@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 9)), max_size=12))
def test_only_the_moves_of_the_table_are_made(moves: list[tuple[str, int]]):
    r, on = referral(), date(2025, 4, 8)
    for name, days in moves:
        allowed, becomes, with_reason = STEPS[name]
        before, on = r.status, on + timedelta(days=days)
        reason = ["other"] if with_reason else []
        if before in allowed:
            (fact, *changed) = getattr(r, name)(on, *reason)
            assert r.status == becomes
            assert fact.name == f"referral.{becomes}"
            assert r.last_fact_on == on
            assert [f.name for f in changed] == ["offer.changed"] * (
                r.holds_place != (before in HOLDING_A_PLACE)
            )
        else:
            with pytest.raises(Conflict):
                getattr(r, name)(on, *reason)
            assert r.status == before
        assert r.offer.places_taken == int(r.status in HOLDING_A_PLACE)


@given(st.sampled_from(sorted(set(State) - set(OPEN))))
def test_what_is_over_stays_over(state: State):
    r = referral()
    setattr(r, f"{state.replace('-', '_')}_on", SENT)
    for name, (_, _, with_reason) in STEPS.items():
        with pytest.raises(Conflict):
            getattr(r, name)(date(2025, 6, 1), *(["other"] if with_reason else []))
