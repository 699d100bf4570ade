"""Safe contact is kept to, or why not; one contact of many; what was sent is told on the next channel."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis.ids import new_id
from chassis.testing import bus

SENT = "workstead.notify.message.sent.v1"
CALL = "workstead.notify.call.needed.v1"
SAFE = {
    "voicemail": False,
    "letter": False,
    "sender_name": "Jo",
    "quiet_from": "10:00",
    "quiet_until": "14:00",
}


@pytest.fixture
def careful(office: Any) -> str:
    """Somebody whose post is opened by others, and who must not be rung around noon."""
    contact = {"channel": "text", "language": "en", "phone": "07700 900123", "safe_contact": SAFE}
    return str(office.register(contact=contact))


def record(client: Any, person: str, **said: Any) -> Any:
    plain = {
        "channel": "phone",
        "direction": "out",
        "occurred_at": "2025-03-03T09:00:00Z",
        "summary": "A word",
    }
    return client.post(f"/participants/{person}/contacts", plain | said)


@pytest.mark.parametrize(
    ("said", "against"),
    [
        ({"channel": "letter"}, ["letter"]),
        ({"voicemail": True}, ["voicemail"]),
        ({"occurred_at": "2025-03-03T11:59:00Z"}, ["quiet-hours"]),
        ({"own_name": True, "voicemail": True}, ["voicemail", "sender-name"]),
    ],
)
def test_what_they_asked_us_not_to_do_needs_a_reason(
    office: Any, careful: str, said: dict[str, Any], against: list[str]
) -> None:
    refused = record(office.adviser, careful, **said)
    assert (refused.status_code, refused.json["code"]) == (422, "not-as-they-asked")
    assert len(refused.json["errors"]["because"]) == len(against)
    assert bus.recorded(office.context, "contact.recorded") == []
    made = record(office.adviser, careful, **said, because="Canary: she asked for it on the phone")
    assert (made.status_code, made.json["against"]) == (201, against)
    assert made.json["because"].startswith("Canary")
    with office.context.database.transaction() as session:
        kept = session.scalar(text("select because from contact"))
    assert "Canary" not in kept, "why is encrypted"
    assert "because" not in bus.recorded(office.context, "contact.recorded")[0].data


def test_what_they_asked_for_and_what_they_do_themselves_needs_none(office: Any, careful: str) -> None:
    assert record(office.adviser, careful).json["against"] == []
    inward = record(office.adviser, careful, direction="in", occurred_at="2025-03-03T11:00:00Z")
    assert (inward.status_code, inward.json["against"]) == (201, [])


def club(client: Any, people: list[str], **said: Any) -> Any:
    plain = {"channel": "in-person", "direction": "out", "summary": "Job club: CVs"}
    return client.post("/group-contacts", plain | {"participant_ids": people} | said)


def test_one_contact_of_many_people_is_in_every_record(office: Any) -> None:
    people = [
        office.register(full_name=f"Amina {name}", date_of_birth=f"198{n}-01-02")
        for n, name in enumerate(("Yusuf", "Okoro", "Rees"))
    ]
    made = club(office.adviser, [*people, people[0]])
    assert (made.status_code, made.json) == (201, {"recorded": 3})
    for person in people:
        (moment, _) = office.adviser.get(f"/participants/{person}/timeline").json["items"]
        assert (moment["kind"], moment["about"]) == ("contact", "Job club: CVs")
    assert len(bus.recorded(office.context, "contact.recorded")) == 3


def test_it_is_in_all_records_or_in_none(office: Any, careful: str) -> None:
    other = office.register(full_name="Amina Yusuf", date_of_birth="1985-01-02")
    assert club(office.adviser, [other, str(new_id())]).status_code == 404
    refused = club(office.adviser, [other, careful], channel="letter")
    assert list(refused.json["errors"]) == ["because"]
    assert bus.recorded(office.context, "contact.recorded") == []
    assert club(office.other_adviser, [other]).status_code == 404
    assert club(office.person(other), [other]).status_code == 403
    for people in ([], ["x"], [str(new_id())] * 201):
        refused = club(office.adviser, people)
        assert (refused.status_code, "participant_ids" in str(refused.json["errors"])) == (422, True)


def sent(office: Any, person: str, channel: str, about: UUID, hour: int) -> str:
    data = {"participant_id": person, "template": "appointment-reminder", "channel": channel}
    data |= {"about": str(about), "occurred_on": "2025-03-03"}
    at = datetime(2025, 3, 3, hour, tzinfo=UTC)
    return str(bus.deliver(office.context, SENT, data, subject=new_id(), time=at).subject)


def test_what_was_sent_on_one_channel_is_told_on_the_next(office: Any, careful: str) -> None:
    about = new_id()
    sent(office, careful, "letter", about, 8)
    text_id = sent(office, careful, "text", about, 9)
    advice = office.adviser.get(f"/participants/{careful}/contact-advice").json
    told = advice["said_before"]
    assert (told["latest"]["channel"], told["followed"]["channel"]) == ("text", "letter")
    assert (advice["safe_contact"]["sender_name"], advice["channel"]) == ("Jo", "text")
    for reader in (office.adviser, office.person(careful)):
        items = reader.get(f"/participants/{careful}/timeline").json["items"]
        follows = {item["id"]: item["follows"] for item in items if item["kind"] == "message"}
        assert follows[text_id]["channel"] == "letter"
        assert [one for one in follows.values() if one is None] == [None]
    call = {"participant_id": careful, "reason": "x", "due_on": "2025-03-04"}
    bus.deliver(office.context, CALL, call)
    (listed,) = office.adviser.get("/call-list").json["items"]
    assert listed["said_before"]["followed"]["channel"] == "letter"


def test_advice_is_for_those_who_look_after_them(office: Any, careful: str) -> None:
    at = f"/participants/{careful}/contact-advice"
    assert office.adviser.get(at).json["said_before"] is None
    assert office.other_adviser.get(at).status_code == 404
    assert office.person(careful).get(at).status_code == 403
