"""The list of those who would come earlier: one is offered what becomes free, for a while, then the next."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.testing import bus
from services.casework.actions import earlier

MORNING = {
    "starts_at": "2025-03-06T10:00:00Z",
    "ends_at": "2025-03-06T12:00:00Z",
    "minutes": 30,
    "channels": ["phone", "video"],
}
NOON = datetime(2025, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def slots(office: Any) -> list[str]:
    return [slot["id"] for slot in office.adviser.post("/availability", MORNING).json["slots"]]


@pytest.fixture
def people(office: Any, slots: list[str]) -> list[tuple[str, str]]:
    """Four people, each with the slot of their number."""
    names = ("Amina Yusuf", "Bogdan Popa", "Carys Lloyd", "Dai Rees")
    found = []
    for number, name in enumerate(names):
        person = office.register(full_name=name, date_of_birth=f"1985-01-0{number + 1}")
        booked = office.person(person).post(
            f"/participants/{person}/appointments", {"slot_id": slots[number], "channel": "phone"}
        )
        found.append((person, booked.json["id"]))
    return found


def tick(office: Any) -> int:
    with office.context.database.transaction() as session:
        return earlier.pass_on(session)


def wish(office: Any, who: tuple[str, str], **body: Any) -> Any:
    person, appointment = who
    return office.person(person).post(f"/appointments/{appointment}/earlier-wish", body)


def offered(office: Any, who: tuple[str, str]) -> dict[str, Any] | None:
    items = office.person(who[0]).get(f"/participants/{who[0]}/earlier-wishes").json["items"]
    offer: dict[str, Any] | None = items[0]["offer"] if items else None
    return offer


def call_off(office: Any, who: tuple[str, str]) -> None:
    assert office.person(who[0]).post(f"/appointments/{who[1]}/cancellation", {}).status_code == 200


def answers(office: Any) -> list[str]:
    return [one.data["answer"] for one in bus.recorded(office.context, "slot-offer.ended")]


def test_the_first_whom_it_fits_is_offered_it_and_nobody_else_can_book_it(
    office: Any, people: list[Any], slots: list[str]
) -> None:
    first, second, third, fourth = people
    assert wish(office, fourth).status_code == 201
    assert wish(office, third, channels=["video"]).status_code == 201
    tick(office)
    assert offered(office, fourth) is None, "no time has become free yet"
    call_off(office, first)
    assert tick(office) == 1
    offer = offered(office, fourth)
    assert offer is not None
    assert (offer["starts_at"], offer["answer_by"]) == (
        "2025-03-06T10:00:00+00:00",
        "2025-03-04T12:00:00+00:00",
    )
    assert offered(office, third) is None
    assert tick(office) == 0
    stranger = office.register()
    free = office.person(stranger).get(f"/participants/{stranger}/slots").json["items"]
    assert free == [], "what is kept is shown to nobody"
    for client in (office.person(stranger), office.adviser):
        refused = client.post(f"/participants/{stranger}/appointments", {"slot_id": slots[0]})
        assert (refused.status_code, refused.json["code"]) == (409, "slot-kept")
    (said,) = bus.recorded(office.context, "slot-offer.made")
    assert (str(said.person_id), said.data["appointment_id"]) == (fourth[0], fourth[1])
    assert list(said.data["details"]["sealed"]) == ["notify"]
    assert second


def test_accepted_it_stands_in_for_the_one_they_had_and_that_time_goes_on(
    office: Any, people: list[Any]
) -> None:
    first, _, third, fourth = people
    wish(office, third)
    wish(office, fourth)
    call_off(office, first)
    tick(office)
    offer = offered(office, third)
    assert offer is not None
    taken = office.person(third[0]).post(f"/slot-offers/{offer['id']}/acceptance")
    assert taken.status_code == 200, taken.json
    assert (taken.json["supersedes"], taken.json["starts_at"]) == (third[1], offer["starts_at"])
    assert offered(office, third) is None
    assert tick(office) == 1, "the time that they had is offered to the next"
    passed_on = offered(office, fourth)
    assert passed_on is not None
    assert passed_on["starts_at"] == "2025-03-06T11:00:00+00:00"
    assert answers(office) == ["accepted"]
    again = office.person(third[0]).post(f"/slot-offers/{offer['id']}/acceptance")
    assert (again.status_code, again.json["code"]) == (409, "offer-accepted")


@pytest.mark.parametrize("how", ["declined", "expired", "withdrawn"])
def test_not_taken_it_goes_to_the_next(office: Any, people: list[Any], how: str) -> None:
    first, _, third, fourth = people
    waits = wish(office, third).json["id"]
    wish(office, fourth)
    call_off(office, first)
    tick(office)
    offer = offered(office, third)
    assert offer is not None
    them, later = office.person(third[0]), NOON
    if how == "declined":
        assert them.post(f"/slot-offers/{offer['id']}/refusal").json["answer"] == "declined"
    elif how == "withdrawn":
        assert them.post(f"/earlier-wishes/{waits}/withdrawal").json["end_reason"] == "withdrawn"
        assert them.post(f"/earlier-wishes/{waits}/withdrawal").status_code == 409
    else:
        later = NOON + timedelta(hours=24)
    with clock.frozen(later):
        if how == "expired":
            over = them.post(f"/slot-offers/{offer['id']}/acceptance")
            assert (over.status_code, over.json["code"]) == (409, "offer-over")
        assert tick(office) == 1
        assert answers(office) == [how]
        passed_on = offered(office, fourth)
        assert passed_on is not None
        assert passed_on["starts_at"] == offer["starts_at"]
        assert them.post(f"/slot-offers/{offer['id']}/acceptance").status_code == 409
        office.person(fourth[0]).post(f"/slot-offers/{passed_on['id']}/refusal")
        assert tick(office) == 0, "nobody is asked twice for the same time"
        stranger = office.register()
        assert len(office.person(stranger).get(f"/participants/{stranger}/slots").json["items"]) == 1


def test_their_appointment_gone_the_wish_and_the_offer_are_gone_too(office: Any, people: list[Any]) -> None:
    first, _, third, fourth = people
    wish(office, third)
    wish(office, fourth)
    call_off(office, first)
    tick(office)
    call_off(office, third)
    assert answers(office) == ["withdrawn"]
    assert office.person(third[0]).get(f"/participants/{third[0]}/earlier-wishes").json["items"] == []
    assert tick(office) == 1
    assert offered(office, fourth) is not None


def test_what_does_not_fit_is_not_offered(office: Any, people: list[Any]) -> None:
    first, second, third, _ = people
    wish(office, second, channels=["in-person"])
    call_off(office, third)
    tick(office)
    assert offered(office, second) is None, "later than what they have, and by another way"
    during = {"starts_at": "2025-03-06T10:15:00Z", "ends_at": "2025-03-06T10:45:00Z", "channel": "phone"}
    office.person(second[0]).post(f"/earlier-wishes/{_wish_id(office, second)}/withdrawal")
    wish(office, second)
    club = {"kind": "job-club", "title": "Club", "capacity": 5}
    session = office.staff("adviser").post("/groups", club | during).json["id"]
    # Their own appointment begins at half past ten, and the group ends after that: so they leave it first.
    refused = office.adviser.post(f"/participants/{second[0]}/group-places", {"session_id": session})
    assert refused.status_code == 409
    call_off(office, first)
    with clock.frozen(datetime(2025, 3, 6, 5, 30, tzinfo=UTC)):
        assert tick(office) == 0, "too short a notice to answer"


def _wish_id(office: Any, who: tuple[str, str]) -> str:
    items = office.person(who[0]).get(f"/participants/{who[0]}/earlier-wishes").json["items"]
    return str(items[0]["wish"]["id"])


def test_time_that_is_opened_is_offered_too(office: Any, people: list[Any]) -> None:
    wish(office, people[2])
    tick(office)
    sooner = MORNING | {"starts_at": "2025-03-05T10:00:00Z", "ends_at": "2025-03-05T10:30:00Z"}
    office.adviser.post("/availability", sooner)
    assert tick(office) == 1
    offer = offered(office, people[2])
    assert offer is not None
    assert offer["starts_at"] == "2025-03-05T10:00:00+00:00"


def test_who_wishes_and_answers(office: Any, people: list[Any]) -> None:
    first, second, third, _ = people
    waits = wish(office, third).json["id"]
    assert wish(office, third).json["code"] == "wish-twice"
    assert wish(office, third, channels=["pigeon"]).status_code == 422
    call_off(office, first)
    assert wish(office, first).status_code == 409
    tick(office)
    offer = offered(office, third)
    assert offer is not None
    for client in (office.person(second[0]), office.other_adviser, office.person(str(new_id()))):
        assert client.get(f"/participants/{third[0]}/earlier-wishes").status_code == 404
        assert client.post(f"/appointments/{third[1]}/earlier-wish", {}).status_code == 404
        assert client.post(f"/earlier-wishes/{waits}/withdrawal").status_code == 404
        assert client.post(f"/slot-offers/{offer['id']}/acceptance").status_code == 404
        assert client.post(f"/slot-offers/{offer['id']}/refusal").status_code == 404
    for path in (f"/slot-offers/{offer['id']}/acceptance", f"/earlier-wishes/{waits}/withdrawal"):
        assert office.staff("finance officer").post(path).status_code == 403
    taken = office.adviser.post(f"/slot-offers/{offer['id']}/acceptance")
    assert (taken.status_code, taken.json["booked_by"]) == (200, "adviser")
