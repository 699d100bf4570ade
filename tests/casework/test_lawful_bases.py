"""One ground per purpose, with days and evidence: given, replaced, ended; never none for the record."""

from typing import Any

GIVEN = {"purpose": "health-information", "basis": "explicit-consent", "source": "Canary form"}


def give(client: Any, id: str, **changes: Any) -> Any:
    return client.post(f"/participants/{id}/lawful-bases", GIVEN | changes)


def held(office: Any, id: str) -> list[tuple[str, str, str, str | None]]:
    items = office.adviser.get(f"/participants/{id}/lawful-bases").json["items"]
    return [(one["purpose"], one["basis"], one["from_on"], one["until_on"]) for one in items]


def test_a_new_ground_takes_the_place_of_the_one_before(office: Any) -> None:
    id = office.register(occurred_on="2025-02-03")
    assert give(office.adviser, id, from_on="2025-02-10").status_code == 201
    give(office.adviser, id, basis="health-or-social-care", from_on="2025-03-01")
    give(office.staff("team leader"), id, purpose="support", basis="contract", source="Signed contract")
    assert sorted(held(office, id)) == [
        ("health-information", "explicit-consent", "2025-02-10", "2025-03-01"),
        ("health-information", "health-or-social-care", "2025-03-01", None),
        ("support", "contract", "2025-03-03", None),
        ("support", "public-task", "2025-02-03", "2025-03-03"),
    ]


def test_a_ground_is_ended_but_not_the_last_of_the_record(office: Any) -> None:
    id = office.register()
    items = give(office.adviser, id).json["items"]
    ids = {one["purpose"]: one["id"] for one in items}
    path = f"/lawful-bases/{ids['health-information']}/ending"
    assert office.adviser.post(path, {"occurred_on": "2025-03-04"}).json["code"] == "future-date"
    assert office.adviser.post(path, {}).status_code == 200
    assert office.adviser.post(path, {}).json["code"] == "not-in-force"
    refused = office.adviser.post(f"/lawful-bases/{ids['support']}/ending", {})
    assert (refused.status_code, refused.json["code"]) == (422, "last-basis")


def test_what_does_not_fit_is_refused_at_its_field(office: Any) -> None:
    id = office.register()
    for changes, field in (
        ({"purpose": "fortune"}, "purpose"),
        ({"basis": "whim"}, "basis"),
        ({"source": " "}, "source"),
        ({"from_on": "2025-03-04"}, "lawful_bases"),
    ):
        response = give(office.adviser, id, **changes)
        assert response.status_code == 422
        assert field in response.json["errors"], response.json
    assert len(held(office, id)) == 1


def test_others_neither_see_nor_give_nor_end(office: Any) -> None:
    id = office.register()
    basis = office.adviser.get(f"/participants/{id}/lawful-bases").json["items"][0]["id"]
    assert office.other_adviser.get(f"/participants/{id}/lawful-bases").status_code == 404
    assert give(office.other_adviser, id).status_code == 404
    assert office.other_adviser.post(f"/lawful-bases/{basis}/ending", {}).status_code == 404
    assert office.person(id).get(f"/participants/{id}/lawful-bases").status_code == 200
    assert give(office.person(id), id).status_code == 403
    assert give(office.staff("data-protection officer"), id).status_code == 403
