"""A challenge is looked at by a person, another than whoever made it, and is answered."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.testing import bus

WORDS = {"outcome": "set-aside", "words": "Canary: you are right"}


@pytest.fixture
def id(office: Any) -> str:
    """Somebody to whom something is suggested."""
    id = str(office.register())
    told = {"digital_access": {"device": "none"}}
    office.adviser.post(f"/participants/{id}/circumstances", {"circumstances": told})
    return id


@pytest.fixture
def one(office: Any, id: str) -> str:
    """What is suggested to them, and challenged."""
    one = standing(office, id)[0]["id"]
    said = {"answer": "challenged", "reason": "Canary: I have a laptop"}
    assert office.person(id).post(f"/recommendations/{one}/answer", said).status_code == 200
    return str(one)


def standing(office: Any, id: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = office.adviser.get(f"/participants/{id}/recommendations").json["items"]
    return items


def waiting(by: Any, state: str = "waiting") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = by.get(f"/challenges?state={state}").json["items"]
    return items


def test_it_waits_for_a_person_and_is_answered(office: Any, id: str, one: str) -> None:
    (found,) = waiting(office.adviser)
    assert (found["recommendation_id"], found["participant_id"], found["called"]) == (one, id, "Siân")
    assert found["challenge"]["reason"] == "Canary: I have a laptop"
    answered = office.adviser.post(f"/recommendations/{one}/challenge-answer", WORDS)
    assert (answered.status_code, answered.json["status"]) == (200, "set-aside")
    assert waiting(office.adviser) == []
    (done,) = waiting(office.adviser, "answered")
    assert done["challenge"]["reply"] == {**WORDS, "occurred_on": "2025-03-03"}
    mine = next(
        each
        for each in office.person(id).get(f"/participants/{id}/recommendations").json["items"]
        if each["id"] == one
    )
    assert (mine["status"], mine["answers"][-1]["reply"]["words"]) == ("set-aside", WORDS["words"])


def test_others_hear_that_it_was_answered_and_not_what_was_said(office: Any, id: str, one: str) -> None:
    office.adviser.post(f"/recommendations/{one}/challenge-answer", WORDS)
    (event,) = bus.recorded(office.context, "recommendation.challenge-answered")
    assert event.data == {"participant_id": id, "outcome": "set-aside", "occurred_on": "2025-03-03"}
    assert "Canary" not in repr(bus.recorded(office.context))


def test_one_that_is_explained_is_open_again_and_can_be_challenged_again(
    office: Any, id: str, one: str
) -> None:
    at = f"/recommendations/{one}"
    explained = {"outcome": "explained", "words": "It is for your phone"}
    assert office.adviser.post(f"{at}/challenge-answer", explained).json["status"] == "open"
    with clock.frozen(date(2025, 3, 4)):
        said = {"answer": "challenged", "reason": "No"}
        assert office.person(id).post(f"{at}/answer", said).json["status"] == "challenged"
        assert len(waiting(office.adviser)) == 1
        assert office.adviser.post(f"{at}/challenge-answer", WORDS).status_code == 200


def test_nobody_answers_their_own_challenge(office: Any, id: str) -> None:
    at = f"/recommendations/{standing(office, id)[0]['id']}"
    office.adviser.post(f"{at}/answer", {"answer": "challenged", "reason": "Not for her"})
    refused = office.adviser.post(f"{at}/challenge-answer", WORDS)
    assert (refused.status_code, refused.json["code"]) == (409, "own-challenge")
    assert office.staff("team leader").post(f"{at}/challenge-answer", WORDS).status_code == 200


def test_not_even_by_lending_a_hand(office: Any, id: str, one: str) -> None:
    at = f"/recommendations/{one}/challenge-answer"
    assert office.assisting(id).post(at, WORDS).status_code == 403
    assert office.person(id).post(at, WORDS).status_code == 403


def test_answered_by_two_at_once_it_is_answered_once(office: Any, one: str) -> None:
    leaders = [office.staff("team leader"), office.staff("adviser")]
    with ThreadPoolExecutor(2) as both:
        at = f"/recommendations/{one}/challenge-answer"
        answers = list(both.map(lambda by: by.post(at, WORDS).status_code, leaders))
    assert sorted(answers) == [200, 409]
    assert len(bus.recorded(office.context, "recommendation.challenge-answered")) == 1


def test_whoever_changed_their_mind_waits_for_nothing(office: Any, id: str, one: str) -> None:
    with clock.frozen(date(2025, 3, 4)):
        office.person(id).post(f"/recommendations/{one}/answer", {"answer": "accepted"})
        assert waiting(office.adviser) == []
        assert office.adviser.post(f"/recommendations/{one}/challenge-answer", WORDS).status_code == 409


@pytest.mark.parametrize(
    "change", [{"outcome": "no"}, {"words": " "}, {"words": None}, {"occurred_on": "2025-03-04"}]
)
def test_an_answer_that_does_not_fit(office: Any, one: str, change: dict[str, Any]) -> None:
    refused = office.adviser.post(f"/recommendations/{one}/challenge-answer", WORDS | change)
    assert (refused.status_code, list(refused.json["errors"])) == (422, list(change))
    assert len(waiting(office.adviser)) == 1


def test_only_those_who_serve_them_see_challenges(office: Any, id: str, one: str) -> None:
    at = f"/recommendations/{one}/challenge-answer"
    assert waiting(office.other_adviser) == []
    assert office.other_adviser.post(at, WORDS).status_code == 404
    for role in ("analyst", "data-protection officer", "operator", "finance officer"):
        assert office.staff(role).get("/challenges").status_code == 403
        assert office.staff(role).post(at, WORDS).status_code == 403
    assert office.person(str(new_id())).get("/challenges").status_code == 403
    waiting(office.adviser)
    read = office.person(id).get(f"/participants/{id}/access").json["items"]
    assert "challenge" in {each["what"] for each in read}
