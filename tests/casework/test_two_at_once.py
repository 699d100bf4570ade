"""Two at the same moment: one wins, the other is told, nothing is doubled."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from at_once import codes, together
from sqlalchemy import text

from chassis import clock
from chassis.testing import bus
from chassis.testing.waiting import eventually
from services.casework.actions import derivation, earlier, groups

MORNING = {
    "starts_at": "2025-03-05T10:00:00Z",
    "ends_at": "2025-03-05T12:00:00Z",
    "minutes": 30,
    "channels": ["phone"],
}
JOB = {"kind": "employment", "started_on": "2025-06-02", "evidence": "payslip"}


@pytest.fixture
def two(office: Any) -> list[str]:
    return [
        office.register(),
        office.register(full_name="Amina Yusuf", date_of_birth="1985-01-02"),
    ]


def test_two_participants_book_one_slot(office: Any, two: list[str]) -> None:
    slots = office.adviser.post("/availability", MORNING).json["slots"]
    for slot in slots:

        def book(person: str, slot_id: str = slot["id"]) -> Any:
            path = f"/participants/{person}/appointments"
            return office.person(person).post(path, {"slot_id": slot_id})

        answers = together(lambda: book(two[0]), lambda: book(two[1]))
        assert codes(answers) == [201, 409]
        (told,) = [answer for answer in answers if answer.status_code == 409]
        assert told.json["code"] == "slot-taken"
    assert len(bus.recorded(office.context, "appointment.booked")) == len(slots)


def test_one_participant_books_two_slots_of_the_same_time(office: Any, two: list[str]) -> None:
    first = office.adviser.post("/availability", MORNING).json["slots"][0]["id"]
    second = office.staff("adviser").post("/availability", MORNING).json["slots"][0]["id"]
    path = f"/participants/{two[0]}/appointments"
    answers = together(
        lambda: office.person(two[0]).post(path, {"slot_id": first}),
        lambda: office.person(two[0]).post(path, {"slot_id": second}),
    )
    assert codes(answers) == [201, 409]


def test_an_adviser_offers_the_same_time_twice(office: Any) -> None:
    answers = together(*[lambda: office.adviser.post("/availability", MORNING)] * 2)
    assert codes(answers) == [201, 409]


def test_one_cancels_while_the_other_rearranges(office: Any, two: list[str]) -> None:
    slots = office.adviser.post("/availability", MORNING).json["slots"]
    path = f"/participants/{two[0]}/appointments"
    booked = office.person(two[0]).post(path, {"slot_id": slots[0]["id"]}).json["id"]
    answers = together(
        lambda: office.person(two[0]).post(f"/appointments/{booked}/cancellation", {}),
        lambda: office.adviser.post(f"/appointments/{booked}/rearrangement", {"slot_id": slots[1]["id"]}),
    )
    assert codes(answers) in ([200, 409], [201, 409])


def test_two_advisers_make_one_call(office: Any, two: list[str]) -> None:
    data = {"participant_id": two[0], "reason": "x", "about": two[0], "due_on": "2025-03-04"}
    call = bus.deliver(office.context, "workstead.notify.call.needed.v1", data).subject
    said = {"channel": "phone", "direction": "out", "summary": "A word", "call_id": str(call)}
    path = f"/participants/{two[0]}/contacts"
    answers = together(
        lambda: office.adviser.post(path, said), lambda: office.staff("team leader").post(path, said)
    )
    assert codes(answers) == [201, 409]
    assert len(bus.recorded(office.context, "contact.recorded")) == 1


def test_a_grant_is_given_once(office: Any, two: list[str]) -> None:
    path = f"/participants/{two[0]}/grants"
    answers = together(*[lambda: office.person(two[0]).post(path, {})] * 2)
    assert codes(answers) == [201, 409]


def test_attached_once(office: Any, two: list[str]) -> None:
    asked = {"programme": "pathways", "payment_group": "3"}
    path = f"/participants/{two[0]}/attachment"
    answers = together(*[lambda: office.adviser.post(path, asked)] * 2)
    assert codes(answers) == [201, 409]
    assert len(bus.recorded(office.context, "claim.made")) == 1


@pytest.fixture
def working(office: Any, two: list[str]) -> str:
    """Somebody at work since June of whom nobody has worked out anything since then."""
    asked = {"programme": "pathways", "payment_group": "3", "occurred_on": "2025-03-10"}
    with clock.frozen(date(2025, 6, 2)):
        office.adviser.post(f"/participants/{two[0]}/attachment", asked)
        office.adviser.post(f"/participants/{two[0]}/spells", JOB)
    return two[0]


def earned(office: Any, person: str) -> int:
    return int(office.adviser.get(f"/participants/{person}/claims").json["earned_pence"])


def test_two_timers_and_a_correction_at_once_double_nothing(office: Any, working: str) -> None:
    def tick() -> int:
        with office.context.database.transaction() as session:
            return derivation.derive_due(session, clock.today())

    with clock.frozen(date(2025, 12, 12)):
        spell = office.adviser.get(f"/participants/{working}/spells").json["items"][0]["id"]
        correction = {"started_on": "2025-06-02", "reason": "evidence"}
        done = together(tick, tick, lambda: office.adviser.post(f"/spells/{spell}/correction", correction))
        assert done[2].status_code == 200
        assert earned(office, working) == 235_000
        made = bus.recorded(office.context, "claim.made")
        assert len({(one.data["kind"], one.data["number"]) for one in made}) == len(made) == 5
        assert len(bus.recorded(office.context, "milestone.reached")) == 2


def test_who_derives_second_waits_and_finds_it_done(office: Any, working: str) -> None:
    """The first holds its transaction open until the second stands in line behind it."""
    database = office.context.database
    waits = text("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and state = 'active'")

    def second() -> None:
        with database.transaction() as session:
            derivation.derive(session, UUID(working), clock.today())

    def in_line() -> int:
        # A transaction of its own for each look: within one, the server shows what it showed first.
        with database.transaction() as watching:
            return int(watching.scalar(waits) or 0)

    with clock.frozen(date(2025, 12, 12)):
        with ThreadPoolExecutor(1) as pool, database.transaction() as session:
            derivation.derive(session, UUID(working), clock.today())
            waiting = pool.submit(second)
            eventually(in_line, within=10)
            session.commit()
            waiting.result(timeout=10)
        assert earned(office, working) == 235_000
        assert len(bus.recorded(office.context, "claim.made")) == 5


def test_two_finance_officers_check_one_claim(office: Any, working: str) -> None:
    with clock.frozen(date(2025, 12, 12)):
        office.adviser.post(f"/participants/{working}/spells", JOB)
        claim = office.adviser.get(f"/participants/{working}/claims").json["items"][0]["id"]
        path = f"/claims/{claim}/validation"
        answers = together(*[lambda: office.staff("finance officer").post(path, {})] * 2)
        assert codes(answers) == [200, 409]
        assert len(bus.recorded(office.context, "claim.validated")) == 1
        paid = together(*[lambda: office.staff("finance officer").post(f"/claims/{claim}/payment", {})] * 2)
        assert codes(paid) == [200, 409]
        ledger = office.staff("finance officer").get("/ledger?limit=200").json
        assert [row["what"] for row in ledger["items"]].count("paid") == 1
        assert sum(one["balance_pence"] for one in ledger["totals"]) == 0


def test_two_take_the_last_place_in_a_group(office: Any, two: list[str]) -> None:
    club = {"kind": "job-club", "title": "Job club", "capacity": 1, "channel": "phone"}
    times = {"starts_at": "2025-03-06T10:00:00Z", "ends_at": "2025-03-06T11:00:00Z"}
    session = office.adviser.post("/groups", club | times).json["id"]

    def take(person: str) -> Any:
        path = f"/participants/{person}/group-places"
        return office.person(person).post(path, {"session_id": session})

    answers = together(*[lambda person=person: take(person) for person in two * 2])
    assert codes(answers) == [201, 201, 409, 409], "each asked twice at once, and has one place or one wish"
    stands = [answer.json["status"] for answer in answers if answer.status_code == 201]
    assert sorted(stands) == ["booked", "waiting"]
    group = office.adviser.get(f"/groups/{session}").json["group"]
    assert (group["taken"], group["waiting"]) == (1, 1)
    assert len(bus.recorded(office.context, "group-place.booked")) == 1


def test_one_gives_up_a_place_while_it_is_filled(office: Any, two: list[str]) -> None:
    club = {"kind": "job-club", "title": "Job club", "capacity": 1, "channel": "phone"}
    times = {"starts_at": "2025-03-06T10:00:00Z", "ends_at": "2025-03-06T11:00:00Z"}
    session = office.adviser.post("/groups", club | times).json["id"]
    places = [
        office.person(person).post(f"/participants/{person}/group-places", {"session_id": session}).json["id"]
        for person in two
    ]
    office.person(two[0]).post(f"/group-places/{places[0]}/giving-up")

    def fill() -> int:
        with office.context.database.transaction() as connection:
            return groups.fill_places(connection)

    together(fill, fill, lambda: office.person(two[1]).post(f"/group-places/{places[1]}/giving-up"))
    group = office.adviser.get(f"/groups/{session}").json["group"]
    assert (group["taken"], group["waiting"]) == (0, 0)


def test_a_meeting_and_a_group_at_one_time_in_one_diary(office: Any, two: list[str]) -> None:
    times = {"starts_at": "2025-03-06T10:00:00Z", "ends_at": "2025-03-06T11:00:00Z", "channel": "phone"}
    club = {"kind": "job-club", "title": "Job club", "capacity": 1}
    answers = together(
        lambda: office.adviser.post("/groups", club | times),
        lambda: office.adviser.post(f"/participants/{two[0]}/appointments", times),
    )
    assert codes(answers) == [201, 409]


def test_a_colleague_accepts_while_the_question_is_taken_back(office: Any, two: list[str]) -> None:
    data = {"roles": ["adviser"], "organisation_id": str(office.here), "name": "Tomasz"}
    tomasz = bus.deliver(office.context, "workstead.gateway.account.created.v1", data).subject
    asked = {"to_adviser_id": str(tomasz), "note": "Rings back"}
    offers = together(*[lambda: office.adviser.post(f"/participants/{two[0]}/transfers", asked)] * 2)
    assert codes(offers) == [201, 409]
    (made,) = [one.json["id"] for one in offers if one.status_code == 201]
    theirs = office.staff("adviser", id=tomasz)
    answers = together(
        lambda: theirs.post(f"/transfers/{made}/acceptance", {}),
        lambda: theirs.post(f"/transfers/{made}/acceptance", {}),
        lambda: office.adviser.post(f"/transfers/{made}/withdrawal", {}),
    )
    assert codes(answers) == [200, 409, 409]
    told = bus.recorded(office.context, "transfer.accepted") + bus.recorded(
        office.context, "transfer.withdrawn"
    )
    assert len(told) == 1


def test_two_arrange_cover_for_one_adviser(office: Any) -> None:
    data = {"roles": ["adviser"], "organisation_id": str(office.here), "name": "Tomasz"}
    by = str(bus.deliver(office.context, "workstead.gateway.account.created.v1", data).subject)
    days = {"from_on": "2025-03-10", "until_on": "2025-03-14", "covered_by": by}
    assert codes(together(*[lambda: office.adviser.post("/covers", days)] * 2)) == [201, 409]


def test_a_time_that_became_free_is_offered_and_booked_once(office: Any, two: list[str]) -> None:
    """While two timers offer it to the one who waits, the other books it: one of them has it, in the end."""
    slots = [slot["id"] for slot in office.adviser.post("/availability", MORNING).json["slots"]]
    asked = [{"slot_id": slots[number]} for number in (0, 1)]
    booked = [
        office.person(person).post(f"/participants/{person}/appointments", body).json["id"]
        for person, body in zip(two, asked, strict=True)
    ]
    office.person(two[1]).post(f"/appointments/{booked[1]}/earlier-wish", {})
    office.person(two[0]).post(f"/appointments/{booked[0]}/cancellation", {})

    def tick() -> int:
        with office.context.database.transaction() as session:
            return earlier.pass_on(session)

    def book() -> Any:
        return office.person(two[0]).post(f"/participants/{two[0]}/appointments", asked[0])

    first, second, answer = together(tick, tick, book)
    made = len(bus.recorded(office.context, "slot-offer.made"))
    assert first + second == made
    assert (made, answer.status_code) in ((1, 409), (0, 201))


def test_accepted_while_it_expires(office: Any, two: list[str]) -> None:
    slots = [slot["id"] for slot in office.adviser.post("/availability", MORNING).json["slots"]]
    them, path = office.person(two[0]), f"/participants/{two[0]}/appointments"
    booked = them.post(path, {"slot_id": slots[1]}).json["id"]
    them.post(f"/appointments/{booked}/earlier-wish", {})

    def tick() -> int:
        with office.context.database.transaction() as session:
            return earlier.pass_on(session)

    tick()
    (item,) = them.get(f"/participants/{two[0]}/earlier-wishes").json["items"]
    accept = f"/slot-offers/{item['offer']['id']}/acceptance"
    answers = together(lambda: them.post(accept), lambda: them.post(accept))
    assert codes(answers) == [200, 409]
    assert len(bus.recorded(office.context, "appointment.rearranged")) == 1
