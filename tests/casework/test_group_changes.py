"""Group sessions that are held otherwise than was said, or by a colleague, alone or with those after."""

from datetime import UTC, datetime
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.testing import bus
from tests.casework.club import CLUB, fill, open_club, status, take

SERIES = {"starts_at": "2025-03-20T10:00:00Z", "ends_at": "2025-03-20T12:00:00Z", "weeks": 3}


@pytest.fixture
def people(office: Any) -> list[str]:
    names = ("Amina Yusuf", "Bogdan Popa")
    return [
        office.register(full_name=name, date_of_birth=f"1985-01-0{day}") for day, name in enumerate(names, 1)
    ]


@pytest.fixture
def tomasz(office: Any) -> UUID:
    told = {"roles": ["adviser"], "organisation_id": str(office.here), "name": "Tomasz Zielinski"}
    created = "workstead.gateway.account.created.v1"
    return bus.deliver(office.context, created, told, subject=new_id()).subject


def held(office: Any) -> list[dict[str, Any]]:
    return list(office.staff("team leader").get("/groups").json["items"])


def change(office: Any, club: str, **changes: Any) -> Any:
    return office.adviser.post(f"/groups/{club}/changes", changes)


def told(office: Any) -> list[tuple[str, str, str]]:
    """Who was told of which session how it is now, and when it begins."""
    return [
        (str(one.person_id), one.data["session_id"], one.data["starts_at"][5:16])
        for one in bus.recorded(office.context, "group-place.changed")
    ]


def test_what_is_changed_is_so_from_now_on_and_whoever_has_a_place_is_told(
    office: Any, people: list[str]
) -> None:
    club = open_club(office)
    for person in people:
        take(office.adviser, person, club)
    moved = {"starts_at": "2025-03-06T13:00:00Z", "ends_at": "2025-03-06T14:00:00Z"}
    now = change(office, club, title="Canary club", channel="video", **moved).json
    assert (now["title"], now["channel"], now["place"]) == ("Canary club", "video", None)
    assert (now["starts_at"][:16], now["capacity"], now["taken"]) == ("2025-03-06T13:00", 1, 1)
    assert told(office) == [(people[0], club, "03-06T13:00")], "and not whoever only waits"
    assert "Canary" not in str([one.data for one in bus.recorded(office.context)])
    before = {"starts_at": CLUB["starts_at"], "ends_at": CLUB["ends_at"], "channel": "phone"}
    path = f"/participants/{people[1]}/appointments"
    assert office.adviser.post(path, before).status_code == 201, "the time before is free again"
    assert change(office, club, capacity=2).json["capacity"] == 2
    assert len(told(office)) == 1, "how many can come is nothing to whoever has a place"
    assert fill(office) == 1
    assert status(office, club) == dict.fromkeys(people, "booked")


@pytest.mark.parametrize(
    ("changes", "status_code", "field"),
    [
        ({}, 422, "title"),
        ({"title": CLUB["title"]}, 422, "title"),
        ({"capacity": 0}, 422, "capacity"),
        ({"channel": "pigeon"}, 422, "channel"),
        ({"title": " "}, 422, "title"),
        ({"ends_at": "2025-03-06T09:00:00Z"}, 422, "ends_at"),
        ({"starts_at": "2025-03-01T10:00:00Z"}, 422, "starts_at"),
        ({"starts_at": "2025-03-13T10:30:00Z", "ends_at": "2025-03-13T11:00:00Z"}, 409, "starts_at"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_changed(
    office: Any, changes: dict[str, Any], status_code: int, field: str
) -> None:
    club = open_club(office)
    open_club(office, starts_at="2025-03-13T10:00:00Z", ends_at="2025-03-13T12:00:00Z")
    before = office.adviser.get(f"/groups/{club}").json
    refused = change(office, club, **changes)
    assert (refused.status_code, list(refused.json["errors"])) == (status_code, [field])
    assert office.adviser.get(f"/groups/{club}").json == before
    assert bus.recorded(office.context, "group-session.changed") == []


def test_nobody_with_a_place_loses_it_or_is_put_in_two_places_at_once(office: Any, people: list[str]) -> None:
    club = open_club(office, capacity=2)
    for person in people:
        take(office.adviser, person, club)
    fewer = change(office, club, capacity=1)
    assert (fewer.status_code, fewer.json["code"]) == (422, "too-few-places")
    colleague = office.staff("adviser", name="Ewa")
    later = {"starts_at": "2025-03-06T14:00:00Z", "ends_at": "2025-03-06T15:00:00Z"}
    colleague.post(f"/participants/{people[1]}/appointments", later | {"channel": "phone"})
    refused = change(office, club, **later)
    assert (refused.status_code, refused.json["code"]) == (409, "somebody-elsewhere")


def test_those_that_follow_are_changed_with_it_each_on_its_own_day(office: Any, people: list[str]) -> None:
    office.adviser.post("/groups", CLUB | SERIES)
    first, second, third = (one["id"] for one in held(office))
    take(office.adviser, people[0], third)
    moved = {"starts_at": "2025-03-28T14:00:00Z", "ends_at": "2025-03-28T15:30:00Z"}
    now = change(office, second, place="The Boathouse", following=True, **moved)
    assert (now.status_code, now.json["id"]) == (200, second)
    times = [(one["id"], one["starts_at"][5:16], one["ends_at"][5:16], one["place"]) for one in held(office)]
    assert times == [
        (first, "03-20T10:00", "03-20T12:00", "Eastgate Library"),
        (second, "03-28T14:00", "03-28T15:30", "The Boathouse"),
        (third, "04-04T13:00", "04-04T14:30", "The Boathouse"),
    ], "a day later each, and the clocks have gone forward"
    assert told(office) == [(people[0], third, "04-04T13:00")]
    clash = {"starts_at": "2025-03-20T12:00:00Z", "ends_at": "2025-03-20T13:00:00Z", "channel": "phone"}
    office.adviser.post(f"/participants/{people[1]}/appointments", clash)
    over = {"starts_at": "2025-03-20T12:30:00Z", "ends_at": "2025-03-20T13:30:00Z"}
    assert change(office, first, following=True, **over).status_code == 409
    assert [one["starts_at"][5:16] for one in held(office)] == [one[1] for one in times], "all or none"


def test_those_that_follow_are_called_off_with_it(office: Any, people: list[str]) -> None:
    office.adviser.post("/groups", CLUB | SERIES)
    ids = [one["id"] for one in held(office)]
    for club in ids:
        take(office.adviser, people[0], club)
    gone = office.adviser.post(f"/groups/{ids[1]}/cancellation", {"following": True})
    assert (gone.status_code, gone.json["id"]) == (200, ids[1])
    assert [one["id"] for one in held(office)] == ids[:1]
    said = bus.recorded(office.context, "group-place.cancelled")
    assert [one.data["session_id"] for one in said] == ids[1:]
    again = office.adviser.post(f"/groups/{ids[1]}/cancellation", {"following": True})
    assert (again.status_code, again.json["code"]) == (409, "group-cancelled")


def test_a_session_is_handed_to_whoever_stands_in_or_is_named(
    office: Any, people: list[str], tomasz: UUID
) -> None:
    office.adviser.post("/groups", CLUB | SERIES)
    ids = [one["id"] for one in held(office)]
    take(office.adviser, people[0], ids[0])
    leader, path = office.staff("team leader"), f"/groups/{ids[0]}/handover"
    nobody = leader.post(path, {})
    assert (nobody.status_code, nobody.json["code"]) == (409, "no-cover")
    days = {"from_on": "2025-03-20", "until_on": "2025-03-21", "covered_by": str(tomasz)}
    office.adviser.post("/covers", days)
    assert office.other_adviser.post(path, {}).status_code == 404
    assert office.person(people[0]).post(path, {}).status_code == 403
    handed = leader.post(path, {}).json
    assert (handed["led_by"], handed["led_by_name"]) == (str(tomasz), "Tomasz Zielinski")
    assert told(office) == [(people[0], ids[0], "03-20T10:00")]
    theirs = {"starts_at": "2025-03-20T11:00:00Z", "ends_at": "2025-03-20T11:30:00Z", "channel": "phone"}
    meeting = f"/participants/{people[1]}/appointments"
    assert office.staff("adviser", id=tomasz).post(meeting, theirs).status_code == 409
    assert office.adviser.post(meeting, theirs).status_code == 201
    assert leader.post(path, {"led_by": str(tomasz)}).json["code"] == "held-by-them"
    assert leader.post(path, {"led_by": str(new_id())}).json["code"] == "not-a-colleague"
    assert leader.post(path, {"led_by": str(office.adviser_id)}).status_code in (409, 422)
    rest = leader.post(f"/groups/{ids[1]}/handover", {"led_by": str(tomasz), "following": True})
    assert rest.status_code == 200
    assert {one["led_by"] for one in held(office)} == {str(tomasz)}
    with clock.frozen(datetime(2025, 3, 20, 8, tzinfo=UTC)):
        assert len(office.staff("adviser", id=tomasz).get("/my-day").json["groups"]) == 1
        assert office.adviser.get("/my-day").json["groups"] == []


def test_what_has_begun_or_was_called_off_stays_as_it_is(office: Any, tomasz: UUID) -> None:
    club = open_club(office)
    with clock.frozen(datetime(2025, 3, 6, 10, 30, tzinfo=UTC)):
        assert change(office, club, title="Too late").json["code"] == "group-begun"
        begun = office.adviser.post(f"/groups/{club}/handover", {"led_by": str(tomasz)})
        assert begun.json["code"] == "group-begun"
    office.adviser.post(f"/groups/{club}/cancellation", {})
    assert change(office, club, title="Too late", following=True).json["code"] == "group-cancelled"
    assert office.other_adviser.post(f"/groups/{club}/changes", {"title": "Ours"}).status_code == 404
    assert office.staff("finance officer").post(f"/groups/{club}/changes", {}).status_code == 403


def test_a_place_is_not_given_twice_while_there_come_to_be_fewer(office: Any, people: list[str]) -> None:
    club = open_club(office, capacity=2)
    take(office.adviser, people[0], club)
    start, answers = Barrier(2), {}

    def at_once(name: str, ask: Any) -> None:
        start.wait()
        answers[name] = ask()

    both = [
        Thread(target=at_once, args=("fewer", lambda: change(office, club, capacity=1))),
        Thread(target=at_once, args=("place", lambda: take(office.adviser, people[1], club))),
    ]
    for each in both:
        each.start()
    for each in both:
        each.join()
    group = office.adviser.get(f"/groups/{club}").json["group"]
    place, fewer = answers["place"].json, answers["fewer"].status_code
    assert (fewer, place["status"], group["taken"]) in ((200, "waiting", 1), (422, "booked", 2))
