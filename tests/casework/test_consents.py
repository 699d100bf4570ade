"""A person's word to a purpose, whose it is, and what falls when it is taken back."""

from typing import Any

import pytest

from chassis.testing import bus

YES = {"purpose": "referral", "given": True, "evidence": "Canary form, signed"}


def held(office: Any, id: str) -> dict[str, bool]:
    items = office.adviser.get(f"/participants/{id}/consents").json["items"]
    return {one["purpose"]: one["given"] for one in items if one["holds"]}


def test_the_latest_word_holds_and_others_hear_of_it(office: Any) -> None:
    id = office.register()
    at = f"/participants/{id}/consents"
    assert office.adviser.post(at, YES).status_code == 201
    office.person(id).post(at, {"purpose": "referral", "given": False})
    assert held(office, id) == {"referral": False}
    told = bus.recorded(office.context, "participant.consent-changed")
    assert [(one.data["purpose"], one.data["given"]) for one in told] == [
        ("referral", True),
        ("referral", False),
    ]
    assert "Canary" not in repr(told)


def test_a_word_that_was_given_earlier_and_told_later_does_not_hold(office: Any) -> None:
    id = office.register()
    at = f"/participants/{id}/consents"
    office.person(id).post(at, {"purpose": "research", "given": False, "occurred_on": "2025-03-03"})
    office.adviser.post(at, YES | {"purpose": "research", "occurred_on": "2025-02-01"})
    assert held(office, id) == {"research": False}


def test_what_rested_on_consent_ends_when_it_is_taken_back(office: Any) -> None:
    rests = [
        {"purpose": "support", "basis": "public-task", "source": "contract"},
        {"purpose": "referral", "basis": "consent", "source": "form"},
        {"purpose": "research", "basis": "consent", "source": "form"},
    ]
    id = office.register(lawful_bases=rests, occurred_on="2025-02-03")
    assert office.adviser.get(f"/participants/{id}/referral-package").json["lawful_basis"] == "consent"
    office.person(id).post(f"/participants/{id}/consents", {"purpose": "referral", "given": False})
    bases = office.adviser.get(f"/participants/{id}").json["lawful_bases"]
    assert {one["purpose"]: one["until_on"] for one in bases} == {
        "support": None,
        "referral": "2025-03-03",
        "research": None,
    }
    assert office.adviser.get(f"/participants/{id}/referral-package").json["lawful_basis"] is None


def test_an_adviser_says_where_it_can_be_seen_and_one_who_assists_need_not(office: Any) -> None:
    id = office.register()
    at = f"/participants/{id}/consents"
    refused = office.adviser.post(at, {"purpose": "referral", "given": True})
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["evidence"])
    said = office.assisting(id).post(at, {"purpose": "referral", "given": True}).json["items"][0]
    assert (said["party"], said["assisted"]) == ("participant", True)


@pytest.mark.parametrize(
    "change", [{"purpose": "health-information"}, {"occurred_on": "2025-03-04"}, {"given": None}]
)
def test_a_word_that_does_not_fit_is_refused(office: Any, change: dict[str, Any]) -> None:
    id = office.register()
    assert office.adviser.post(f"/participants/{id}/consents", YES | change).status_code == 422
    assert held(office, id) == {}
