"""What may help: offers that were heard of, information and support, each with reasons; and the answer."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.testing import bus
from services.casework.actions import recommendations as actions

COURSE: dict[str, Any] = {
    "organisation_id": str(new_id()),
    "organisation_name": "Eastgate Library",
    "title": "First steps online",
    "category": "digital-skills",
    "summary": "Sit beside somebody who knows.",
    "how_it_helps": "You learn at your own pace.",
    "barriers": ["digital-access", "digital-confidence"],
    "delivery": ["in-person"],
    "languages": ["en", "cy"],
    "accessibility": ["step-free"],
    "capacity": 8,
    "free_places": 3,
    "price_pence": 0,
    "occurred_on": "2025-03-01",
}


def hear(office: Any, what: str, id: UUID, said: dict[str, Any], **envelope: Any) -> None:
    bus.deliver(office.context, f"workstead.marketplace.offer.{what}.v1", said, subject=id, **envelope)


def recommended(office: Any, id: str, by: Any = None) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (
        (by or office.adviser).get(f"/participants/{id}/recommendations").json["items"]
    )
    return items


def offers(office: Any, id: str) -> list[dict[str, Any]]:
    return [one for one in recommended(office, id) if one["kind"] == "offer"]


@pytest.fixture
def offline(office: Any) -> str:
    """Somebody without a device who is not sure online and speaks Welsh."""
    id: str = office.register()
    told = {"digital_access": {"device": "none", "confidence": 1}}
    office.adviser.post(f"/participants/{id}/circumstances", {"circumstances": told})
    return id


@pytest.fixture
def course(office: Any) -> UUID:
    """An offer of the library, as the marketplace tells of it."""
    id = new_id()
    hear(office, "published", id, COURSE)
    return id


def test_an_offer_is_recommended_with_its_reasons_and_the_score_is_their_sum(
    office: Any, course: UUID, offline: str
) -> None:
    best = recommended(office, offline)[0]
    assert (best["kind"], best["offer"]["id"], best["status"]) == ("offer", str(course), "open")
    assert [reason["because"]["en"] for reason in best["reasons"]] == [
        "It helps with: No device or connection.",
        "It helps with: Not sure with computers.",
        "A place is free now.",
        "It costs nothing.",
        "You need not be online for this.",
        "It is given in the language that you prefer.",
    ]
    assert all(reason["because"]["cy"] for reason in best["reasons"])
    assert best["score"] == sum(reason["points"] for reason in best["reasons"]) == 120
    assert best["rules_version"] == "2025.1"


def test_information_and_support_are_recommended_too(office: Any, offline: str) -> None:
    codes = {one["target"]: one["kind"] for one in recommended(office, offline)}
    assert codes["data-and-devices"] == "information"
    assert codes["personal-budget"] == "support"


def test_an_offer_that_is_published_later_is_recommended(office: Any, offline: str) -> None:
    assert offers(office, offline) == []
    hear(office, "published", new_id(), COURSE)
    assert len(offers(office, offline)) == 1


def test_an_offer_that_changes_or_goes_changes_what_is_recommended(
    office: Any, course: UUID, offline: str
) -> None:
    assert offers(office, offline)[0]["score"] == 120
    hear(office, "changed", course, COURSE | {"free_places": 0})
    assert offers(office, offline)[0]["score"] == 110
    hear(office, "changed", course, COURSE | {"barriers": ["health"]})
    assert offers(office, offline) == []
    hear(office, "changed", course, COURSE)
    assert len(offers(office, offline)) == 1
    hear(office, "withdrawn", course, {"occurred_on": "2025-03-03"})
    assert offers(office, offline) == []


def test_what_is_heard_late_changes_nothing(office: Any, offline: str) -> None:
    id = new_id()
    hear(office, "changed", id, COURSE | {"title": "New name"}, sequence=2)
    hear(office, "published", id, COURSE, sequence=1)
    assert offers(office, offline)[0]["offer"]["title"] == "New name"


def test_a_withdrawal_that_comes_first_holds(office: Any, offline: str) -> None:
    id = new_id()
    hear(office, "withdrawn", id, {"occurred_on": "2025-03-02"}, sequence=2)
    hear(office, "published", id, COURSE, sequence=1)
    assert offers(office, offline) == []


def test_each_is_made_once_and_who_was_offered_what_is_sealed(
    office: Any, course: UUID, offline: str
) -> None:
    shown = recommended(office, offline)
    recommended(office, offline)
    made = bus.recorded(office.context, "recommendation.made")
    assert len(made) == len(shown)
    assert all(set(one.data["offer_id"]["sealed"]) == {"mi"} for one in made)
    assert str(course) not in repr(made)


def test_the_timer_makes_them_without_anybody_looking(office: Any, course: UUID, offline: str) -> None:
    with office.context.database.transaction() as session:
        assert actions.review_due(session) == 1
        assert actions.review_due(session) == 0
    assert bus.recorded(office.context, "recommendation.made") != []


def test_a_personal_budget_is_recommended_from_the_day_it_opens(office: Any) -> None:
    id = office.register(out_of_work_since="2024-09-03")
    assert "personal-budget" not in {one["target"] for one in recommended(office, id)}
    with clock.frozen(date(2025, 3, 4)):
        assert "personal-budget" in {one["target"] for one in recommended(office, id)}


def test_the_person_dismisses_and_is_not_asked_again(office: Any, course: UUID, offline: str) -> None:
    one = offers(office, offline)[0]
    themself = office.person(offline)
    dismissed = themself.post(
        f"/recommendations/{one['id']}/answer", {"answer": "dismissed", "reason": "Canary: it is too far"}
    )
    assert dismissed.json["status"] == "dismissed"
    assert (dismissed.json["answers"][0]["party"], dismissed.json["offer"]["id"]) == (
        "participant",
        str(course),
    )
    hear(office, "changed", course, COURSE | {"free_places": 8})
    assert [(again["id"], again["status"]) for again in offers(office, offline)] == [(one["id"], "dismissed")]
    answered = bus.recorded(office.context, "recommendation.answered")[0]
    assert (answered.data["answer"], str(answered.person_id)) == ("dismissed", offline)
    assert "Canary" not in repr(answered)


def test_the_adviser_challenges_and_the_person_may_change_their_mind(
    office: Any, course: UUID, offline: str
) -> None:
    at = f"/recommendations/{offers(office, offline)[0]['id']}/answer"
    assert (
        office.adviser.post(at, {"answer": "challenged", "reason": "Not fit"}).json["status"] == "challenged"
    )
    with clock.frozen(date(2025, 3, 4)):
        said = office.assisting(offline, name="Anwen").post(at, {"answer": "accepted"}).json
    assert said["status"] == "accepted"
    answers = [(each["party"], each["helper"]) for each in said["answers"]]
    assert answers == [("adviser", None), ("participant", "Anwen")]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"answer": "dismissed"}, 422),
        ({"answer": "challenged", "reason": " "}, 422),
        ({"answer": "maybe"}, 422),
        ({"answer": "accepted", "occurred_on": "2025-03-04"}, 422),
        ({"answer": "accepted", "occurred_on": "2025-03-02"}, 422),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(
    office: Any, course: UUID, offline: str, body: dict[str, Any], status: int
) -> None:
    one = offers(office, offline)[0]
    assert office.adviser.post(f"/recommendations/{one['id']}/answer", body).status_code == status
    assert bus.recorded(office.context, "recommendation.answered") == []


def test_what_is_no_longer_suggested_cannot_be_answered(office: Any, course: UUID, offline: str) -> None:
    one = offers(office, offline)[0]
    hear(office, "withdrawn", course, {"occurred_on": "2025-03-03"})
    recommended(office, offline)
    assert (
        office.adviser.post(f"/recommendations/{one['id']}/answer", {"answer": "accepted"}).status_code == 409
    )
