"""The one timeline, in which letters, calls, messages, plans and referrals sit."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.testing import bus
from tests.casework.letters_and_calls import LETTER, needed, record, timeline

SENT = "workstead.notify.message.sent.v1"
FAILED = "workstead.notify.message.failed.v1"


@pytest.fixture
def busy(office: Any, person: str) -> Iterator[str]:
    """Somebody with whom a good deal has happened by the tenth of March."""
    offered = office.adviser.post(
        "/availability",
        {
            "starts_at": "2025-03-05T10:00:00Z",
            "ends_at": "2025-03-05T12:00:00Z",
            "minutes": 60,
            "channels": ["phone"],
        },
    )
    slots = [slot["id"] for slot in offered.json["slots"]]
    at = f"/participants/{person}"
    booked = office.person(person).post(f"{at}/appointments", {"slot_id": slots[0]}).json["id"]
    about = {"template": "appointment-confirmation", "channel": "email", "about": booked}
    data = {"participant_id": person, "occurred_on": "2025-03-03", **about}
    bus.deliver(office.context, SENT, data)
    with clock.frozen(date(2025, 3, 10)):
        office.adviser.post(f"/appointments/{booked}/attendance", {"attendance": "attended"})
        record(office.adviser, person, occurred_at="2025-03-06T09:00:00Z")
        job = {"kind": "employment", "started_on": "2025-03-08", "employer": "Canary Foods"}
        office.adviser.post(f"{at}/spells", job)
        attached = {"programme": "pathways", "payment_group": "3", "occurred_on": "2025-03-07"}
        office.adviser.post(f"{at}/attachment", attached)
        yield person


def test_all_of_it_sits_in_one_timeline(office: Any, busy: str) -> None:
    assert timeline(office.adviser, busy) == [
        ("2025-03-08", "spell", "started"),
        ("2025-03-07", "programme", "attached"),
        ("2025-03-06", "contact", "recorded"),
        ("2025-03-05", "appointment", "attended"),
        ("2025-03-03", "message", "sent"),
        ("2025-03-03", "appointment", "booked"),
        ("2025-03-03", "participant", "registered"),
    ]
    items = office.adviser.get(f"/participants/{busy}/timeline").json["items"]
    about = {(item["kind"], item["what"]): item for item in items}
    letter = about["contact", "recorded"]
    assert (letter["channel"], letter["direction"], letter["about"]) == ("letter", "out", LETTER["summary"])
    assert letter["at"] == "2025-03-06T09:00:00+00:00"
    assert about["message", "sent"]["code"] == "appointment-confirmation"
    assert (about["spell", "started"]["about"], about["spell", "started"]["at"]) == ("Canary Foods", None)


def test_plans_and_referrals_sit_in_it_too(office: Any, person: str) -> None:
    at = f"/participants/{person}"
    action = {"title": "CV", "towards_kind": "goal", "towards": "work", "owner": "adviser"}
    plan = {"actions": [action | {"due_on": "2025-04-01"}], "occurred_on": "2025-03-03"}
    drafted = office.adviser.post(f"{at}/plans", plan).json["id"]
    office.adviser.post(f"/plans/{drafted}/submission", {})
    referral = {"participant_id": person, "from_organisation_id": str(office.here), "reference": "R-1"}
    sealed = {"to_organisation_id": str(office.elsewhere), "offer_id": str(new_id())}
    bus.deliver(
        office.context,
        "workstead.marketplace.referral.sent.v1",
        referral | sealed | {"due_on": "2025-03-05", "occurred_on": "2025-03-03"},
    )
    happened = timeline(office.adviser, person)
    assert ("2025-03-03", "plan", "submitted") in happened
    assert ("2025-03-03", "referral", "sent") in happened
    assert ("2025-03-03", "plan", "drafted") not in happened


def test_page_by_page_it_is_the_same(office: Any, busy: str) -> None:
    whole = office.adviser.get(f"/participants/{busy}/timeline").json["items"]
    gathered, asked = [], "?limit=2"
    while asked:
        page = office.adviser.get(f"/participants/{busy}/timeline{asked}").json
        gathered += page["items"]
        asked = f"?limit=2&cursor={page['next']}" if page["next"] else ""
    assert gathered == whole


def test_the_person_sees_their_timeline_without_the_notes_of_staff(office: Any, busy: str) -> None:
    assert timeline(office.person(busy), busy) == timeline(office.adviser, busy)
    items = office.person(busy).get(f"/participants/{busy}/timeline").json["items"]
    (contact,) = [item for item in items if item["kind"] == "contact"]
    assert contact["about"] is None


def test_others_see_none_of_it(office: Any, busy: str) -> None:
    for client in (office.other_adviser, office.person(str(new_id()))):
        assert client.get(f"/participants/{busy}/timeline").status_code == 404
    for role in ("finance officer", "operator", "provider staff"):
        assert office.staff(role).get(f"/participants/{busy}/timeline").status_code == 403
    read = office.person(busy).get(f"/participants/{busy}/access").json["items"]
    assert read == []


def test_what_became_of_a_message_is_what_was_heard_last(office: Any, person: str) -> None:
    message = new_id()
    data = {
        "participant_id": person,
        "template": "reminder",
        "channel": "email",
        "about": str(new_id()),
        "occurred_on": "2025-03-03",
    }
    bus.deliver(office.context, FAILED, data | {"channel": None}, subject=message, sequence=3)
    bus.deliver(office.context, SENT, data, subject=message, sequence=2)
    assert ("2025-03-03", "message", "failed") in timeline(office.adviser, person)
    assert ("2025-03-03", "message", "sent") not in timeline(office.adviser, person)


def test_a_message_about_nobody_in_particular_is_on_nobodys_timeline(office: Any, person: str) -> None:
    data = {"template": "newsletter", "channel": "email", "about": str(new_id())}
    bus.deliver(office.context, SENT, data | {"occurred_on": "2025-03-03"})
    assert timeline(office.adviser, person) == [("2025-03-03", "participant", "registered")]


def test_what_was_said_is_encrypted(office: Any, person: str) -> None:
    needed(office, person)
    record(office.adviser, person)
    with office.context.database.engine.connect() as connection:
        connection.exec_driver_sql("select set_config('workstead.kind', 'system', false)")
        rows = connection.exec_driver_sql(
            "select contact::text from contact union all select call::text from call"
        )
        assert "Canary" not in "".join(rows.scalars())
