"""The case page's substance in one call."""

from typing import Any


def test_it_says_who_it_is_how_things_stand_and_what_comes_next(office: Any) -> None:
    id = office.register()
    at = f"/participants/{id}"
    office.adviser.post(f"{at}/circumstances", {"circumstances": {"digital_access": {"device": "none"}}})
    action = {"title": "Visit the library", "towards_kind": "barrier", "towards": "digital-access"}
    plan = {"actions": [action | {"owner": "participant", "due_on": "2025-03-10"}]}
    drafted = office.adviser.post(f"{at}/plans", plan).json
    shown = office.adviser.get(f"{at}/summary").json
    assert shown["participant"]["called"] == "Siân"
    assert [one["code"] for one in shown["barriers"]] == ["digital-access"]
    assert (shown["plan"], shown["next_plan"]["id"]) == (None, drafted["id"])
    assert {one["target"] for one in shown["recommendations"]} == {"data-and-devices", "personal-budget"}
    assert (shown["referrals"], shown["next_appointment"], shown["spells"]) == ([], None, [])
    assert (shown["applications_count"], shown["earned_pence"], shown["currency"]) == (0, 0, "GBP")


def test_the_plan_that_holds_and_the_next_one_stand_beside_each_other(office: Any) -> None:
    id = office.register()
    action = {"title": "Bake", "towards_kind": "goal", "towards": "A job", "owner": "participant"}
    body = {"actions": [action | {"due_on": "2025-03-10"}]}
    first = office.adviser.post(f"/participants/{id}/plans", body).json["id"]
    office.adviser.post(f"/plans/{first}/submission", {})
    office.person(id).post(f"/plans/{first}/agreement", {})
    second = office.person(id).post(f"/participants/{id}/plans", body).json["id"]
    shown = office.person(id).get(f"/participants/{id}/summary").json
    assert (shown["plan"]["id"], shown["next_plan"]["id"]) == (first, second)
    assert shown["earned_pence"] is None


def test_that_it_was_read_is_written_down_once(office: Any) -> None:
    id = office.register()
    office.adviser.get(f"/participants/{id}/summary")
    readings = office.person(id).get(f"/participants/{id}/access").json["items"]
    assert [one["what"] for one in readings] == ["summary"]
