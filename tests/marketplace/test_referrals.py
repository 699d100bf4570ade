"""Referrals through the API: each step, what it leaves behind, and places that are taken and free again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from chassis import clock
from chassis.testing import bus
from services.marketplace.actions import referrals as actions
from tests.marketplace.conftest import PACKAGE, TODAY


def test_an_adviser_refers_a_person_whose_record_is_theirs(market):
    person, offer = market.person(), market.offer()
    sent = market.refer(offer, person)
    assert sent["state"] == "sent"
    assert sent["reference"].startswith("R-")
    assert (sent["acknowledge_by"], sent["start_by"]) == ("2025-03-12", "2025-03-31")
    assert (sent["sender"]["name"], sent["receiver"]["name"]) == (
        "Northbridge Works",
        "Clear Water Wellbeing CIC",
    )
    assert "package" not in sent
    (event,) = bus.recorded(market.context, "referral.sent")
    assert event.subject == UUID(sent["id"])
    plain = {name: value for name, value in event.data.items() if not isinstance(value, dict)}
    assert plain == {
        "participant_id": str(person),
        "from_organisation_id": str(market.prime),
        "reference": sent["reference"],
        "due_on": "2025-03-12",
        "occurred_on": "2025-03-10",
    }
    for sealed in ("to_organisation_id", "offer_id"):
        assert event.data[sealed]["sealed"].keys() == {"casework", "mi"}


def test_due_dates_leave_out_the_bank_holiday_of_easter(shared_market):
    with clock.frozen(date(2025, 4, 17)):
        sent = shared_market.refer(shared_market.offer(), occurred_on="2025-04-17")
    assert sent["acknowledge_by"] == "2025-04-23"


def test_all_the_way_and_capacity_moves(market):
    offer = market.offer()
    referral = market.accepted(offer)
    assert market.anybody.get(f"/offers/{offer['id']}").json["free_places"] == 1
    started = market.step(referral, "start", "2025-03-13").json
    assert (started["state"], started["started_on"]) == ("started", "2025-03-13")
    assert market.anybody.get(f"/offers/{offer['id']}").json["free_places"] == 1
    ended = market.step(referral, "end", "2025-03-14", reason="completed").json
    assert (ended["state"], ended["reason"]) == ("ended", "completed")
    assert market.anybody.get(f"/offers/{offer['id']}").json["free_places"] == 2
    changes = bus.recorded(market.context, "offer.changed")
    assert [event.data["free_places"] for event in changes] == [1, 2]
    steps = [event.type.split(".")[3] for event in bus.recorded(market.context) if ".referral." in event.type]
    assert steps == ["sent", "acknowledged", "accepted", "started", "ended"]


@pytest.mark.parametrize(
    ("step", "reason", "by"),
    [("non-start", "moved-away", "provider"), ("withdrawal", "needs-met-elsewhere", "adviser")],
)
def test_a_place_is_free_again_when_it_comes_to_nothing(market, step, reason, by):
    offer = market.offer()
    referral = market.accepted(offer)
    path = f"/referrals/{referral['id']}/{step}"
    over = getattr(market, by).post(path, json={"reason": reason})
    assert over.status_code == 200, over.json
    assert market.anybody.get(f"/offers/{offer['id']}").json["free_places"] == 2
    event = bus.recorded(market.context, f"referral.{over.json['state']}")[0]
    assert event.data["reason"]["sealed"].keys() == {"casework", "mi"}


def test_a_declined_referral_never_had_a_place(market):
    offer = market.offer()
    referral = market.refer(offer)
    market.step(referral, "acknowledgement", "2025-03-11")
    declined = market.step(referral, "decline", "2025-03-12", reason="ineligible").json
    assert (declined["state"], declined["declined_on"]) == ("declined", "2025-03-12")
    assert bus.recorded(market.context, "offer.changed") == []


def test_of_two_accepted_at_once_for_the_last_place_one_is_told_so(market):
    offer = market.offer(capacity=1)
    rivals = [market.refer(offer), market.refer(offer)]
    for referral in rivals:
        market.step(referral, "acknowledgement", "2025-03-11")
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda r: market.step(r, "acceptance", "2025-03-12"), rivals))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    (late,) = [answer for answer in answers if answer.status_code == 409]
    assert late.json["code"] == "no-free-place"
    assert market.anybody.get(f"/offers/{offer['id']}").json["free_places"] == 0
    assert len(bus.recorded(market.context, "referral.accepted")) == 1


def test_the_same_person_is_not_referred_twice_to_the_same_offer(market):
    offer, person = market.offer(), market.person()
    with ThreadPoolExecutor(2) as both:
        asked = market.asked(offer, person)
        answers = list(both.map(lambda _: market.adviser.post("/referrals", json=asked), range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    (refused,) = [answer for answer in answers if answer.status_code == 409]
    assert refused.json["code"] == "already-referred"


def test_after_one_is_over_the_person_can_be_referred_again(market):
    offer, person = market.offer(), market.person()
    first = market.refer(offer, person)
    market.adviser.post(f"/referrals/{first['id']}/withdrawal", json={"reason": "mistaken"})
    assert market.refer(offer, person)["id"] != first["id"]


class TestExpiry:
    """Twenty working days after 2025-03-10 is 2025-04-07."""

    def expire(self, market, today):
        with market.context.database.transaction() as session:
            return actions.expire_due(session, today)

    def test_what_nobody_answered_expires_once(self, market):
        referral = market.refer(market.offer())
        assert self.expire(market, date(2025, 4, 7)) == 0
        assert self.expire(market, date(2025, 4, 8)) == 1
        assert self.expire(market, date(2025, 4, 9)) == 0
        shown = market.adviser.get(f"/referrals/{referral['id']}").json
        assert (shown["state"], shown["expired_on"]) == ("expired", "2025-04-08")
        (event,) = bus.recorded(market.context, "referral.expired")
        assert event.data["occurred_on"] == "2025-04-08"

    def test_what_was_answered_does_not(self, market):
        offer = market.offer()
        market.accepted(offer)
        assert self.expire(market, date(2025, 5, 1)) == 0


class TestBadInput:
    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"participant_id": "somebody"}, "participant_id"),
            ({"offer_id": str(uuid4())}, "offer_id"),
            ({"lawful_basis": "because"}, "lawful_basis"),
            ({"lawful_basis": "override"}, "override_reason"),
            ({"package": PACKAGE | {"name": ""}}, "package.name"),
            ({"package": PACKAGE | {"diagnosis": "x"}}, "package.diagnosis"),
            ({"occurred_on": "2025-03-15"}, "occurred_on"),
        ],
    )
    def test_sending(self, shared_market, change, field):
        refused = shared_market.adviser.post(
            "/referrals", json=shared_market.asked(shared_market.offer(), **change)
        )
        assert refused.status_code == 422
        assert refused.json["errors"].keys() == {field}

    @pytest.mark.parametrize(
        ("step", "body", "field"),
        [
            ("acknowledgement", {"occurred_on": "2025-03-15"}, "occurred_on"),
            ("acknowledgement", {"occurred_on": "2025-03-09"}, "occurred_on"),
            ("decline", {}, "reason"),
            ("decline", {"reason": "completed"}, "reason"),
            ("end", {"reason": "ineligible"}, "reason"),
        ],
    )
    def test_answering(self, shared_market, step, body, field):
        referral = shared_market.refer(shared_market.offer())
        refused = shared_market.provider.post(f"/referrals/{referral['id']}/{step}", json=body)
        assert refused.status_code == 422
        assert refused.json["errors"].keys() == {field}

    def test_a_step_that_does_not_follow(self, shared_market):
        referral = shared_market.refer(shared_market.offer())
        refused = shared_market.step(referral, "acceptance", "2025-03-12")
        assert (refused.status_code, refused.json["code"]) == (409, "wrong-state")

    def test_an_offer_that_was_withdrawn(self, shared_market):
        offer = shared_market.offer()
        shared_market.provider.post(f"/offers/{offer['id']}/withdrawal", json={})
        refused = shared_market.adviser.post("/referrals", json=shared_market.asked(offer))
        assert (refused.status_code, refused.json["code"]) == (422, "offer-unknown")


def test_the_same_attempt_twice_refers_once(market):
    asked, adviser = market.asked(market.offer()), market.adviser
    once = adviser.post("/referrals", json=asked, Idempotency_Key="one-attempt")
    twice = adviser.post("/referrals", json=asked, Idempotency_Key="one-attempt")
    assert (once.status_code, twice.json) == (201, once.json)
    assert len(bus.recorded(market.context, "referral.sent")) == 1


def test_who_entered_each_step_and_when_is_kept(market):
    market.accepted(market.offer())
    with market.context.database.transaction() as session:
        steps = session.execute(
            text("select step, recorded_by, recorded_at from referral_step order by id")
        ).all()
    assert [step for step, _, _ in steps] == ["sent", "acknowledged", "accepted"]
    assert all(by is not None for _, by, _ in steps)
    assert {clock.local(at).date() for _, _, at in steps} == {TODAY}
