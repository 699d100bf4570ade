"""A consent that is taken back takes effect here: nobody is referred on it, and what waits is taken back."""

from datetime import date
from typing import Any
from uuid import UUID

from chassis.testing import bus

CHANGED = "workstead.casework.participant.consent-changed.v1"


def say(
    market: Any, person: Any, given: bool, on: str = "2025-03-10", sequence: int = 2, **more: Any
) -> None:
    data = {"purpose": "referral", "given": given, "occurred_on": on} | more
    bus.deliver(market.context, CHANGED, data, subject=UUID(str(person)), sequence=sequence)


def send(market: Any, person: Any, offer: Any, **more: Any) -> Any:
    return market.adviser.post("/referrals", json=market.asked(offer, person, **more))


def test_nobody_is_referred_on_a_consent_that_was_taken_back(market: Any) -> None:
    person, offer = market.person(), market.offer()
    say(market, person, False)
    refused = send(market, person, offer, lawful_basis="consent")
    assert refused.status_code == 422
    assert refused.json["code"] == "consent-taken-back"
    assert list(refused.json["errors"]) == ["lawful_basis"]
    assert send(market, person, offer, lawful_basis="public-task").status_code == 201


def test_the_latest_word_holds_in_whatever_order_it_is_heard(market: Any) -> None:
    person, offer = market.person(), market.offer()
    say(market, person, True, on="2025-03-10", sequence=4)
    say(market, person, False, on="2025-03-07", sequence=5)
    say(market, person, False, sequence=6, purpose="research")
    assert send(market, person, offer, lawful_basis="consent").status_code == 201


def test_what_waits_is_taken_back_and_help_that_has_begun_goes_on(market: Any) -> None:
    person = market.person()
    waiting = market.refer(market.offer(), person, lawful_basis="consent")
    other_ground = market.refer(market.offer(), person, lawful_basis="public-task")
    accepted = market.refer(market.offer(), person)
    market.step(accepted, "acknowledgement", "2025-03-11")
    assert market.step(accepted, "acceptance", "2025-03-12").status_code == 200
    say(market, person, False)
    (event,) = bus.recorded(market.context, "referral.withdrawn")
    assert str(event.subject) == waiting["id"]
    assert event.data["participant_id"] == str(person)
    assert date.fromisoformat(event.data["occurred_on"]) >= date(2025, 3, 10)
    assert other_ground["state"] == "sent"
    assert market.provider.get(f"/referrals/{accepted['id']}").json["state"] == "accepted"
