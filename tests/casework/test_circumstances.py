"""Telling how things are, over time; barriers follow, and whoever has to know is told."""

from typing import Any

import pytest

from chassis.testing import bus

OFFLINE = {"digital_access": {"device": "none", "connection": "none", "confidence": 1}}


def standing(office: Any, id: str) -> list[str]:
    items = office.adviser.get(f"/participants/{id}/barriers").json["items"]
    return [one["code"] for one in items if one["until_on"] is None]


def tell(office: Any, id: str, told: dict[str, Any], on: str = "2025-03-03", by: Any = None) -> Any:
    body = {"circumstances": told, "occurred_on": on}
    return (by or office.adviser).post(f"/participants/{id}/circumstances", body)


def test_barriers_follow_with_their_reasons_in_both_languages(office: Any) -> None:
    id = office.register()
    response = tell(office, id, OFFLINE | {"health": {"affects_work": "somewhat", "in_words": "Canary back"}})
    assert response.status_code == 201
    found = {one["code"]: one for one in response.json["items"]}
    assert set(found) == {"digital-access", "digital-confidence", "health"}
    assert found["digital-access"]["because"]["en"] == "You said that you have no device of your own."
    assert found["digital-access"]["label"]["cy"] == "Dim dyfais na chysylltiad"
    assert found["health"]["from_on"] == "2025-03-03"
    assert standing(office, id) == ["digital-access", "digital-confidence", "health"]


def test_others_hear_that_something_was_told_and_only_mi_which_barriers(office: Any) -> None:
    id = office.register()
    tell(office, id, OFFLINE | {"health": {"affects_work": "a-lot", "in_words": "Canary back"}})
    said = bus.recorded(office.context, "participant.circumstances-recorded")[0]
    assert said.data["occurred_on"] == "2025-03-03"
    assert set(said.data["barriers"]["sealed"]) == {"mi"}
    everything = repr(bus.recorded(office.context))
    assert "Canary" not in everything
    assert "digital-access" not in everything


def test_a_barrier_goes_when_things_get_better_and_its_time_is_kept(office: Any) -> None:
    id = office.register()
    tell(office, id, OFFLINE, "2025-02-03")
    tell(office, id, {"digital_access": {"device": "computer", "confidence": 3}})
    assert standing(office, id) == []
    gone = {one["code"]: one for one in office.adviser.get(f"/participants/{id}/barriers").json["items"]}
    assert (gone["digital-access"]["from_on"], gone["digital-access"]["until_on"]) == (
        "2025-02-03",
        "2025-03-03",
    )


def test_what_is_told_late_takes_its_place_in_time(office: Any) -> None:
    id = office.register()
    tell(office, id, {"digital_access": {"device": "computer"}}, "2025-03-03")
    tell(office, id, {"digital_access": {"device": "none"}}, "2025-02-03")
    assert standing(office, id) == []
    items = office.adviser.get(f"/participants/{id}/circumstances").json["items"]
    assert [(one["occurred_on"], one["is_current"]) for one in items] == [
        ("2025-03-03", True),
        ("2025-02-03", False),
    ]


def test_the_history_of_one_topic_in_pages(office: Any) -> None:
    id = office.register()
    for day in ("2025-02-03", "2025-02-10", "2025-02-17"):
        tell(office, id, OFFLINE | {"housing": {"situation": "temporary"}}, day)
    at = f"/participants/{id}/circumstances?topic=housing&limit=2"
    first = office.adviser.get(at).json
    assert [one["topic"] for one in first["items"]] == ["housing", "housing"]
    last = office.adviser.get(f"{at}&cursor={first['next']}").json
    assert [one["occurred_on"] for one in last["items"]] == ["2025-02-03"]


def test_whoever_is_offline_is_not_sent_anything_to_read_on_a_screen(office: Any) -> None:
    id = office.register()
    assert office.adviser.get(f"/participants/{id}").json["contact"]["digital_access"] is True
    tell(office, id, OFFLINE)
    assert office.adviser.get(f"/participants/{id}").json["contact"]["digital_access"] is False
    assert len(bus.recorded(office.context, "participant.contact-card-changed")) == 2
    tell(office, id, {"housing": {"situation": "settled"}})
    assert len(bus.recorded(office.context, "participant.contact-card-changed")) == 2


def test_the_person_tells_or_an_adviser_with_them_and_the_record_says_who(office: Any) -> None:
    id = office.register()
    tell(office, id, {"housing": {"situation": "settled"}}, by=office.person(id))
    tell(office, id, {"goals": {"in_words": ["A garden"]}}, by=office.assisting(id))
    tell(office, id, {"interests": {"in_words": ["Birds"]}})
    items = office.adviser.get(f"/participants/{id}/circumstances").json["items"]
    assert {one["topic"]: (one["told_by"], one["assisted"]) for one in items} == {
        "housing": ("participant", False),
        "goals": ("participant", True),
        "interests": ("adviser", False),
    }


@pytest.mark.parametrize(
    ("told", "on", "field"),
    [
        ({}, "2025-03-03", "circumstances"),
        ({"star_sign": {"is": "leo"}}, "2025-03-03", "circumstances"),
        ({"housing": {}}, "2025-03-03", "circumstances.housing"),
        ({"housing": {"situation": "castle"}}, "2025-03-03", "circumstances.housing.situation"),
        ({"housing": {"colour": "red"}}, "2025-03-03", "circumstances.housing.colour"),
        ({"digital_access": {"confidence": 6}}, "2025-03-03", "circumstances.digital_access.confidence"),
        ({"digital_access": {"confidence": True}}, "2025-03-03", "circumstances.digital_access.confidence"),
        ({"digital_access": {"device": ["none"]}}, "2025-03-03", "circumstances.digital_access.device"),
        ({"skills": {"has": "welding"}}, "2025-03-03", "circumstances.skills.has"),
        ({"skills": {"has": ["x"] * 31}}, "2025-03-03", "circumstances.skills.has"),
        ({"skills": {"has": [{"a": 1}]}}, "2025-03-03", "circumstances.skills.has"),
        ({"health": {"in_words": "x" * 2001}}, "2025-03-03", "circumstances.health.in_words"),
        ({"goals": {"self_employed": "perhaps"}}, "2025-03-03", "circumstances.goals.self_employed"),
        ({"housing": {"situation": "settled"}}, "2025-03-04", "occurred_on"),
    ],
)
def test_what_cannot_be_recorded_is_refused_by_field_and_half_of_it_is_not_kept(
    office: Any, told: dict[str, Any], on: str, field: str
) -> None:
    id = office.register()
    response = tell(office, id, {"transport": {"means": ["car"]}} | told if told else told, on)
    assert response.status_code == 422
    assert field in response.json["errors"]
    assert office.adviser.get(f"/participants/{id}/circumstances").json["items"] == []
