"""Group sessions through the API: capacity, who waits, the register, and who sees what."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.testing import bus
from tests.casework.club import CLUB, fill, open_club, status, take

BEGUN = datetime(2025, 3, 6, 10, 30, tzinfo=UTC)


@pytest.fixture
def people(office: Any) -> list[str]:
    names = ("Amina Yusuf", "Bogdan Popa", "Carys Lloyd")
    return [
        office.register(full_name=name, date_of_birth=f"1985-01-0{day}") for day, name in enumerate(names, 1)
    ]


def test_whoever_comes_after_the_last_place_waits_and_moves_up_in_turn(
    office: Any, people: list[str]
) -> None:
    club = open_club(office)
    first, second, third = people
    place = take(office.person(first), first, club).json
    assert place["status"] == "booked"
    assert take(office.person(second), second, club).json["status"] == "waiting"
    assert take(office.adviser, third, club).json["status"] == "waiting"
    assert fill(office) == 0
    given_up = office.person(first).post(f"/group-places/{place['id']}/giving-up")
    assert given_up.json["status"] == "given-up"
    back = take(office.person(first), first, club).json
    assert back["status"] == "waiting", "a free place is for those who wait already"
    assert fill(office) == 1
    assert status(office, club) == {second: "booked", third: "waiting", first: "waiting"}
    said = bus.recorded(office.context, "group-place.booked")
    assert [(str(one.person_id), one.data["waited"]) for one in said] == [(first, False), (second, True)]
    assert list(said[0].data["details"]["sealed"]) == ["notify"]
    assert "Canary" not in str(said[0].data)
    shown = office.person(first).get(f"/participants/{first}/groups").json["items"][0]
    assert (shown["group"]["taken"], shown["group"]["waiting"], shown["group"]["free"]) == (1, 2, 0)
    assert shown["own"]["status"] == "waiting"


def test_no_place_is_given_on_short_notice_nor_to_who_is_elsewhere(office: Any, people: list[str]) -> None:
    club = open_club(office)
    first, second, _ = people
    place = take(office.person(first), first, club).json["id"]
    take(office.person(second), second, club)
    meanwhile = {"starts_at": "2025-03-06T11:00:00Z", "ends_at": "2025-03-06T11:30:00Z", "channel": "phone"}
    colleague = office.staff("adviser", name="Ewa")
    booked = colleague.post(f"/participants/{second}/appointments", meanwhile).json["id"]
    office.person(first).post(f"/group-places/{place}/giving-up")
    assert fill(office) == 0
    colleague.post(f"/appointments/{booked}/cancellation", {})
    with clock.frozen(datetime(2025, 3, 6, 6, 1, tzinfo=UTC)):
        assert fill(office) == 0
    assert fill(office) == 1


def test_the_session_stands_in_the_diary_of_whoever_holds_it(office: Any, people: list[str]) -> None:
    club = open_club(office)
    during = {"starts_at": "2025-03-06T11:00:00Z", "ends_at": "2025-03-06T11:30:00Z", "channel": "phone"}
    path = f"/participants/{people[0]}/appointments"
    refused = office.adviser.post(path, during)
    assert (refused.status_code, refused.json["code"]) == (409, "slot-taken")
    again = office.adviser.post("/groups", CLUB)
    assert (again.status_code, again.json["code"]) == (409, "diary-taken")
    office.adviser.post(f"/groups/{club}/cancellation", {})
    assert office.adviser.post(path, during).status_code == 201


def test_nobody_is_in_a_group_and_in_a_meeting_at_once(office: Any, people: list[str]) -> None:
    person = people[0]
    club = open_club(office)
    during = {"starts_at": "2025-03-06T11:00:00Z", "ends_at": "2025-03-06T13:00:00Z", "channel": "phone"}
    colleague = office.staff("adviser", name="Ewa")
    booked = colleague.post(f"/participants/{person}/appointments", during).json["id"]
    assert take(office.adviser, person, club).json["code"] == "already-booked"
    colleague.post(f"/appointments/{booked}/cancellation", {})
    assert take(office.adviser, person, club).status_code == 201
    again = colleague.post(f"/participants/{person}/appointments", during)
    assert (again.status_code, again.json["code"]) == (409, "already-booked")
    assert take(office.adviser, person, club).json["code"] == "already-booked"


def test_called_off_everybody_with_a_place_is_told_and_nobody_else(office: Any, people: list[str]) -> None:
    club = open_club(office)
    for person in people[:2]:
        take(office.person(person), person, club)
    gone = office.adviser.post(f"/groups/{club}/cancellation", {"reason": "Canary flood"})
    assert gone.json["cancelled_reason"] == "Canary flood"
    said = bus.recorded(office.context, "group-place.cancelled")
    assert [str(one.person_id) for one in said] == people[:1]
    assert office.adviser.post(f"/groups/{club}/cancellation", {}).status_code == 409
    assert take(office.person(people[2]), people[2], club).status_code == 409
    assert office.adviser.get("/groups").json["items"] == []
    assert "Canary" not in str([one.data for one in bus.recorded(office.context)])


def test_the_register_marks_all_at_once_and_each_who_came_has_a_contact(
    office: Any, people: list[str]
) -> None:
    club = open_club(office, capacity=2)
    came, missed, walked_in = people
    for person in (came, missed):
        take(office.person(person), person, club)
    entries = [
        {"participant_id": came, "attendance": "late", "note": "Canary note"},
        {"participant_id": missed, "attendance": "did-not-attend", "acceptability": "unknown"},
        {"participant_id": walked_in, "attendance": "attended"},
    ]
    path = f"/groups/{club}/register"
    early = office.adviser.post(path, {"entries": entries})
    assert (early.status_code, early.json["code"]) == (422, "not-yet")
    with clock.frozen(BEGUN):
        entered = office.adviser.post(path, {"entries": entries})
        assert entered.status_code == 200, entered.json
        assert status(office, club) == {came: "late", missed: "did-not-attend", walked_in: "attended"}
        assert entered.json["group"]["taken"] == 2, "who walks in takes nobody's place"
        again = office.adviser.post(path, {"entries": entries[:1]})
        assert (again.status_code, list(again.json["errors"])) == (409, ["entries.0.attendance"])
        moments = {
            person: list(office.adviser.get(f"/participants/{person}/timeline").json["items"])
            for person in people
        }
    contacts = {person: [one for one in told if one["kind"] == "contact"] for person, told in moments.items()}
    assert [len(contacts[person]) for person in people] == [1, 0, 1]
    assert contacts[came][0]["about"] == "Canary job club. Canary note"
    assert (contacts[came][0]["channel"], contacts[came][0]["at"]) == (
        "in-person",
        "2025-03-06T10:00:00+00:00",
    )
    assert [one["what"] for one in moments[missed] if one["kind"] == "group"] == ["did-not-attend", "booked"]
    said = bus.recorded(office.context, "group-place.attendance-recorded")
    assert {str(one.person_id): one.data["attendance"] for one in said} == {
        came: "late",
        missed: "did-not-attend",
        walked_in: "attended",
    }
    assert len(bus.recorded(office.context, "contact.recorded")) == 2


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"attendance": "overslept"}, "entries.1.attendance"),
        ({"attendance": "attended", "acceptability": "unknown"}, "entries.1.acceptability"),
        ({"attendance": "did-not-attend", "reason": "weather"}, "entries.1.reason"),
        ({"attendance": "did-not-attend"}, "entries.1.attendance"),
    ],
)
def test_one_bad_line_and_nothing_is_entered(
    office: Any, people: list[str], line: dict[str, Any], field: str
) -> None:
    club = open_club(office)
    take(office.person(people[0]), people[0], club)
    entries = [{"participant_id": people[0], "attendance": "attended"}, {"participant_id": people[1]} | line]
    with clock.frozen(BEGUN):
        refused = office.adviser.post(f"/groups/{club}/register", {"entries": entries})
        assert (refused.status_code, list(refused.json["errors"])) == (422, [field])
        twice = office.adviser.post(f"/groups/{club}/register", {"entries": [entries[0], entries[0]]})
        assert (twice.status_code, twice.json["code"]) == (422, "entry-twice")
        stranger = [{"participant_id": str(new_id()), "attendance": "attended"}]
        assert office.adviser.post(f"/groups/{club}/register", {"entries": stranger}).status_code == 404
        assert status(office, club) == {people[0]: "booked"}
    assert bus.recorded(office.context, "contact.recorded") == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "party"}, "kind"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 501}, "capacity"),
        ({"capacity": "ten"}, "capacity"),
        ({"place": None}, "place"),
        ({"channel": "pigeon"}, "channel"),
        ({"starts_at": "2025-03-01T10:00:00Z"}, "starts_at"),
        ({"ends_at": "2025-03-06T10:00:00Z"}, "ends_at"),
        ({"title": " "}, "title"),
        ({"led_by": str(new_id())}, "led_by"),
    ],
)
def test_what_is_no_session_is_refused(office: Any, changes: dict[str, Any], field: str) -> None:
    response = office.adviser.post("/groups", CLUB | changes)
    assert (response.status_code, list(response.json["errors"])) == (422, [field])
    assert bus.recorded(office.context) == []


def test_who_sees_and_books_what(office: Any, people: list[str]) -> None:
    club = open_club(office, capacity=3)
    own = take(office.person(people[0]), people[0], club).json["id"]
    other = office.person(people[1])
    assert other.post(f"/group-places/{own}/giving-up").status_code == 404
    assert office.other_adviser.post(f"/group-places/{own}/giving-up").status_code == 404
    assert take(other, people[0], club).status_code == 404
    assert other.get(f"/participants/{people[0]}/groups").status_code == 404
    assert other.get(f"/groups/{club}").status_code == 403
    seen = other.get(f"/participants/{people[1]}/groups").json["items"][0]
    assert seen["own"] is None
    assert "places" not in seen
    assert people[0] not in str(seen)
    for path in (f"/groups/{club}/cancellation", f"/groups/{club}/register"):
        body = {"entries": [{"participant_id": people[0], "attendance": "attended"}]}
        body = body if path.endswith("register") else {}
        assert office.other_adviser.post(path, body).status_code == 404
        assert other.post(path, body).status_code == 403
        assert office.staff("finance officer").post(path, body).status_code == 403
    assert office.other_adviser.get(f"/groups/{club}").status_code == 404
    assert office.other_adviser.get("/groups").json["items"] == []
    theirs = office.other_adviser.post("/groups", CLUB).json["id"]
    assert take(other, people[1], theirs).status_code == 404
    assisted = take(office.assisting(people[1]), people[1], club).json
    assert (assisted["asked_by"], assisted["assisted"]) == ("participant", True)


def test_the_list_is_of_a_time_and_of_whoever_asks(office: Any) -> None:
    club = open_club(office)

    def listed(client: Any, asked: str = "") -> list[str]:
        return [item["id"] for item in client.get(f"/groups{asked}").json["items"]]

    colleague = office.staff("team leader")
    assert listed(colleague) == listed(office.adviser, "?mine=true") == [club]
    assert listed(colleague, "?mine=true") == listed(office.adviser, "?until=2025-03-06T10:00:00Z") == []
    assert listed(office.adviser, "?from=2025-03-06T12:00:00Z") == []


def test_what_is_written_down_about_a_place_is_encrypted(office: Any, people: list[str]) -> None:
    club = open_club(office)
    take(office.person(people[0]), people[0], club)
    with clock.frozen(BEGUN + timedelta(hours=2)):
        missed = {"participant_id": people[0], "attendance": "did-not-attend", "reason": "ill"}
        office.adviser.post(f"/groups/{club}/register", {"entries": [missed]})
        line = office.adviser.get(f"/groups/{club}").json["places"][0]
    assert (line["called"], line["place"]["reason"]) == ("Siân", "ill")
    with office.context.database.engine.connect() as connection:
        connection.exec_driver_sql("select set_config('workstead.kind', 'system', false)")
        rows = [
            *connection.exec_driver_sql("select group_place::text from group_place").scalars(),
            *connection.exec_driver_sql("select group_session::text from group_session").scalars(),
        ]
    assert "Canary" not in str(rows)
    assert ",ill," not in str(rows)


def test_a_session_repeats_each_its_own_at_the_same_time_on_the_wall(office: Any, people: list[str]) -> None:
    march = {"starts_at": "2025-03-20T10:00:00Z", "ends_at": "2025-03-20T12:00:00Z"}
    first = office.adviser.post("/groups", CLUB | march | {"weeks": 3}).json
    held = office.adviser.get("/groups?mine=true").json["items"]
    starts = [one["starts_at"][5:13] for one in held]
    assert starts == ["03-20T10", "03-27T10", "04-03T09"], "the clocks have gone forward"
    assert {one["series_id"] for one in held} == {first["series_id"]} != {None}
    assert len(bus.recorded(office.context, "group-session.opened")) == 3
    take(office.person(people[0]), people[0], held[1]["id"])
    assert office.adviser.post(f"/groups/{held[0]['id']}/cancellation", {}).status_code == 200
    assert status(office, held[1]["id"]) == {people[0]: "booked"}
    assert len(office.staff("adviser").get(f"/groups?led_by={office.adviser_id}").json["items"]) == 2
    clash = {"starts_at": "2025-03-13T11:00:00Z", "ends_at": "2025-03-13T12:30:00Z"}
    assert list(office.adviser.post("/groups", CLUB | clash | {"weeks": 4}).json["errors"]) == ["weeks"]
    assert len(office.adviser.get("/groups?mine=true").json["items"]) == 2, "all or none"
    for weeks in (0, 27, "three"):
        assert list(office.adviser.post("/groups", CLUB | {"weeks": weeks}).json["errors"]) == ["weeks"]
    with clock.frozen(datetime(2025, 3, 27, 8, tzinfo=UTC)):
        (today,) = office.adviser.get("/my-day").json["groups"]
    assert (today["id"], today["taken"]) == (held[1]["id"], 1)
