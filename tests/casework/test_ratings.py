"""Barriers are rated and rated again; first, latest and the change between are shown; sealed in events."""

from typing import Any

from chassis.testing import bus

OFFLINE = {"circumstances": {"digital_access": {"device": "none", "confidence": 1}}}
ONLINE = {"circumstances": {"digital_access": {"device": "computer", "confidence": 4}}}


def rate(client: Any, id: str, **more: Any) -> Any:
    return client.post(f"/participants/{id}/ratings", more)


def test_distance_travelled_shows(office: Any) -> None:
    id = office.register()
    at = f"/participants/{id}"
    office.adviser.post(f"{at}/circumstances", OFFLINE | {"occurred_on": "2025-02-03"})
    first = rate(office.person(id), id, ratings={"digital-access": 1}, occurred_on="2025-02-03")
    assert first.status_code == 201, first.json
    office.adviser.post(f"{at}/circumstances", ONLINE)
    rate(office.adviser, id, ratings={"digital-access": 4, "debt": 2}, note="Has a Canary laptop now")
    shown = office.adviser.get(f"{at}/distance").json
    rows = {one["code"]: one for one in shown["items"]}
    assert rows["digital-access"]["distance"]["change"] == 3
    assert rows["digital-access"]["stands"] is False
    assert rows["digital-access"]["distance"]["first"] == {"on": "2025-02-03", "step": 1}
    assert rows["digital-confidence"]["distance"] is None if "digital-confidence" in rows else True
    assert rows["debt"]["distance"]["change"] is None
    assert [one["party"] for one in rows["digital-access"]["said"]] == ["participant", "adviser"]
    (sure,) = shown["scales"]
    assert (sure["code"], sure["distance"]["change"]) == ("digital_access.confidence", 3)
    assert sure["label"]["cy"]


def test_a_barrier_that_stands_and_was_never_rated_is_there_to_be_rated(office: Any) -> None:
    id = office.register()
    office.adviser.post(f"/participants/{id}/circumstances", OFFLINE)
    items = office.adviser.get(f"/participants/{id}/distance").json["items"]
    assert [(one["code"], one["stands"], one["distance"]) for one in items] == [
        ("digital-access", True, None),
        ("digital-confidence", True, None),
    ]


def test_what_was_said_goes_to_the_figures_alone(office: Any) -> None:
    id = office.register()
    rate(office.assisting(id), id, ratings={"health": 2}, note="Canary")
    (told,) = bus.recorded(office.context, "participant.barrier-rated")
    assert str(told.subject) == id
    assert set(told.data["barrier"]["sealed"]) == set(told.data["step"]["sealed"]) == {"mi"}
    assert "health" not in repr(told.data)
    assert "Canary" not in repr(told)
    (said,) = office.adviser.get(f"/participants/{id}/distance").json["items"][0]["said"]
    assert (said["party"], said["assisted"]) == ("participant", True)


def test_what_does_not_fit_is_refused_and_nothing_is_kept(office: Any) -> None:
    id = office.register()
    for asked, field in (
        ({"ratings": {"debt": 2, "fortune": 1}}, "ratings.fortune"),
        ({"ratings": {"debt": 6}}, "ratings.debt"),
        ({"ratings": {"debt": "much"}}, "ratings.debt.value"),
        ({"ratings": {}}, "ratings"),
        ({"ratings": {"debt": 2}, "occurred_on": "2025-03-04"}, "occurred_on"),
        ({"ratings": {"debt": 2}, "note": "x" * 501}, "note"),
    ):
        response = rate(office.adviser, id, **asked)
        assert response.status_code == 422, asked
        assert field in response.json["errors"], response.json
    assert office.adviser.get(f"/participants/{id}/distance").json["items"] == []
    assert bus.recorded(office.context, "participant.barrier-rated") == []


def test_nobody_else_reads_or_rates(office: Any) -> None:
    id = office.register()
    asked = {"ratings": {"debt": 2}}
    other = office.register(full_name="Amina Yusuf", date_of_birth="1985-01-02")
    for client in (office.other_adviser, office.person(other)):
        assert client.get(f"/participants/{id}/distance").status_code == 404
        assert rate(client, id, **asked).status_code == 404
    assert office.staff("analyst").get(f"/participants/{id}/distance").status_code == 403
    assert rate(office.staff("data-protection officer"), id, **asked).status_code == 403
    read = office.staff("data-protection officer").get(f"/participants/{id}/distance")
    assert read.status_code == 200
    assert "distance" in [
        one["what"] for one in office.person(id).get(f"/participants/{id}/access").json["items"]
    ]
