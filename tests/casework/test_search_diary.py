"""Interviews, the diary of a job search, and evidence of it as a dated summary."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.testing import bus

JOB = {"title": "Baker", "employer": "Harbour Foods"}
SEEN = {"channel": "in-person", "place": "Quay 4", "with_whom": "Mrs Roe"}


@pytest.fixture
def application(office: Any, person: str) -> str:
    return str(office.person(person).post(f"/participants/{person}/applications", JOB).json["id"])


def interview(client: Any, path: str, day: int = 6, hour: int = 10, **changes: Any) -> Any:
    start, end = (datetime(2025, 3, day, hour + more, tzinfo=UTC).isoformat() for more in (0, 1))
    return client.post(path, SEEN | {"starts_at": start, "ends_at": end} | changes)


def test_an_interview_stands_in_the_diary_and_moves_the_application(
    office: Any, person: str, application: str
) -> None:
    them = office.person(person)
    booked = interview(them, f"/applications/{application}/interviews")
    assert (booked.status_code, booked.json["status"], booked.json["title"]) == (201, "booked", "Baker")
    (said,) = bus.recorded(office.context, "application.stage-changed")
    assert said.data["stage"] == "interview-booked"
    second = interview(them, f"/applications/{application}/interviews", day=7)
    assert second.status_code == 201, "a second interview for the same job"
    assert len(bus.recorded(office.context, "application.stage-changed")) == 1
    assert [one["starts_at"][:10] for one in listed(them, person)] == ["2025-03-07", "2025-03-06"]


def test_it_is_moved_and_called_off(office: Any, person: str, application: str) -> None:
    them = office.person(person)
    first = interview(them, f"/applications/{application}/interviews").json["id"]
    moved = interview(them, f"/interviews/{first}/rearrangement", day=10)
    assert (moved.status_code, moved.json["supersedes"]) == (201, first)
    assert interview(them, f"/interviews/{first}/rearrangement").json["code"] == "interview-moved"
    assert [one["id"] for one in listed(them, person)] == [moved.json["id"]]
    path = f"/interviews/{moved.json['id']}/cancellation"
    assert them.post(path).json["status"] == "cancelled"
    assert (them.post(path).status_code, them.post(path).json["code"]) == (409, "interview-cancelled")


def test_nothing_changes_an_interview_that_has_been(office: Any, person: str, application: str) -> None:
    them = office.person(person)
    booked = interview(them, f"/applications/{application}/interviews").json["id"]
    with clock.frozen(date(2025, 3, 8)):
        assert them.post(f"/interviews/{booked}/cancellation").json["code"] == "interview-past"
        assert listed(them, person)[0]["status"] == "past"


def test_an_application_that_has_ended_has_no_more_interviews(
    office: Any, person: str, application: str
) -> None:
    them = office.person(person)
    them.post(f"/applications/{application}/stage", {"stage": "unsuccessful"})
    refused = interview(them, f"/applications/{application}/interviews")
    assert (refused.status_code, refused.json["code"]) == (409, "application-unsuccessful")
    assert listed(them, person) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"channel": "pigeon"}, "channel"),
        ({"starts_at": "2025-03-06T12:00:00Z"}, "ends_at"),
        ({"ends_at": "2025-03-09T12:00:00Z"}, "ends_at"),
        ({"starts_at": "2025-03-06T10:00:00"}, "starts_at"),
        ({"place": "x" * 301}, "place"),
    ],
)
def test_bad_interviews_are_refused(
    office: Any, person: str, application: str, changes: dict[str, Any], field: str
) -> None:
    refused = interview(office.person(person), f"/applications/{application}/interviews", **changes)
    assert (refused.status_code, list(refused.json["errors"])) == (422, [field])
    assert bus.recorded(office.context, "application.stage-changed") == [], "nothing was half done"


def test_the_diary_holds_what_was_done_and_how_long_it_took(office: Any, person: str) -> None:
    them, at = office.person(person), f"/participants/{person}/search-diary"
    one = them.post(at, {"kind": "looking", "minutes": 45, "note": "At the library"})
    assert (one.status_code, one.json["occurred_on"], one.json["minutes"]) == (201, "2025-03-03", 45)
    assert them.post(f"/search-diary/{one.json['id']}/removal").status_code == 200
    assert them.get(at).json["items"] == []
    again = them.post(f"/search-diary/{one.json['id']}/removal")
    assert (again.status_code, again.json["code"]) == (409, "activity-removed")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "sleeping"}, "kind"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"minutes": "long"}, "minutes"),
        ({"occurred_on": "2025-03-04"}, "occurred_on"),
        ({"application_id": "00000000-0000-7000-8000-000000000000"}, "application_id"),
        ({"note": "x" * 2001}, "note"),
    ],
)
def test_bad_entries_are_refused(office: Any, person: str, changes: dict[str, Any], field: str) -> None:
    body = {"kind": "looking", "minutes": 10} | changes
    refused = office.person(person).post(f"/participants/{person}/search-diary", body)
    assert (refused.status_code, list(refused.json["errors"])) == (422, [field])


@pytest.fixture
def searched(office: Any, person: str, application: str) -> str:
    """Somebody who looked for work on two days and was at an interview."""
    them, at = office.person(person), f"/participants/{person}"
    interview(them, f"/applications/{application}/interviews")
    interview(them, f"/applications/{application}/interviews", day=28)
    for day, minutes in (("2025-02-01", 500), ("2025-03-01", 30), ("2025-03-03", 45)):
        them.post(f"{at}/search-diary", {"kind": "looking", "minutes": minutes, "occurred_on": day})
    return person


def test_the_summary_is_of_a_period(office: Any, searched: str) -> None:
    them, path = office.person(searched), f"/participants/{searched}/search-summary"
    with clock.frozen(date(2025, 3, 10)):
        found = them.get(path).json
        assert (found["from_on"], found["until_on"], found["made_on"]) == (
            "2025-02-25",
            "2025-03-10",
            "2025-03-10",
        )
        content = found["content"]
        assert (content["applications_made"], content["minutes"]) == (1, 75)
        assert content["minutes_by_kind"] == {"looking": 75}
        stages = [one["stage"] for one in content["applications"][0]["stages"]]
        assert stages == ["made", "interview-booked"]
        assert [one["day"] for one in content["interviews"]] == ["2025-03-06"], (
            "what is to come is no evidence"
        )
        long = them.get(f"{path}?from=2025-02-01&until=2025-02-02").json["content"]
        assert (long["minutes"], long["applications"], long["interviews"]) == (500, [], [])
        for query, field in (
            ("from=2025-03-09&until=2025-03-08", "from"),
            ("until=2025-03-11", "until"),
            ("from=2024-01-01", "from"),
        ):
            refused = them.get(f"{path}?{query}")
            assert (refused.status_code, list(refused.json["errors"])) == (422, [field])


def test_the_live_summary_needs_both_grants(office: Any, searched: str) -> None:
    path, them = f"/participants/{searched}/search-summary", office.person(searched)
    assert office.adviser.get(path).status_code == 403
    them.post(f"/participants/{searched}/grants", {"opens": "applications"})
    assert office.adviser.get(path).status_code == 403
    them.post(f"/participants/{searched}/grants", {"opens": "diary"})
    assert office.adviser.get(path).status_code == 200
    assert office.other_adviser.get(path).status_code == 404


def test_evidence_is_handed_over_in_one_click_and_does_not_change(office: Any, searched: str) -> None:
    them, at = office.person(searched), f"/participants/{searched}/search-evidence"
    given = them.post(at, {})
    assert (given.status_code, given.json["content"]["minutes"]) == (201, 75)
    path = f"/search-evidence/{given.json['id']}"
    them.post(f"/participants/{searched}/search-diary", {"kind": "looking", "minutes": 600})
    read = office.adviser.get(path).json
    assert (read["content"]["minutes"], read["withdrawn_at"]) == (75, None)
    assert [one["id"] for one in office.staff("team leader").get(at).json["items"]] == [given.json["id"]]
    assert office.adviser.get(f"/participants/{searched}/search-diary").json["granted"] is False
    for stranger in (office.other_adviser, office.person(str(new_id()))):
        assert stranger.get(path).status_code == 404
        assert stranger.get(at).status_code == 404
        assert stranger.post(at, {}).status_code == 404
    assert office.adviser.post(at, {}).status_code == 403, "they hand it over, or nobody"
    assert office.assisting(searched).post(at, {}).status_code == 201


def test_evidence_can_be_taken_back(office: Any, searched: str) -> None:
    them, at = office.person(searched), f"/participants/{searched}/search-evidence"
    path = f"/search-evidence/{them.post(at, {}).json['id']}"
    for other in (office.adviser, office.assisting(searched)):
        assert other.post(f"{path}/revocation").status_code == 403
    assert them.post(f"{path}/revocation").json["withdrawn_at"]
    assert (office.adviser.get(path).status_code, office.adviser.get(at).json["items"]) == (404, [])
    assert (them.get(path).status_code, len(them.get(at).json["items"])) == (200, 1)
    assert them.post(f"{path}/revocation").json["code"] == "evidence-withdrawn"


def listed(client: Any, person: str) -> list[dict[str, Any]]:
    return list(client.get(f"/participants/{person}/interviews").json["items"])
