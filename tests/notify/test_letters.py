"""Letters: written, printed by hand, posted."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from chassis.ids import new_id
from chassis.testing import actors

World = Any
CONFIRMATION = "appointment-confirmation"


def written_to(world: World, **changes: Any) -> tuple[UUID, UUID]:
    person = world.person(channel="letter", **changes)
    appointment = world.book(person)
    world.send()
    return person, appointment


def test_a_letter_waits_to_be_printed_and_is_sent_when_it_is_posted(world: World) -> None:
    person, _ = written_to(world, name="Ann <b>Bold</b>")
    adviser = world.as_(actors.adviser(org=world.org))
    [waiting] = adviser.get("/letters").json["items"]
    assert waiting["state"] == "waiting to be printed"
    assert waiting["participant_id"] == str(person)
    assert world.messages(person)[CONFIRMATION].state == "sending"
    page = adviser.get(f"/letters/{waiting['id']}").json["page"]
    assert "Ann &lt;b&gt;Bold&lt;/b&gt;<br>" in page
    assert "ZZ1 1ZZ" in page
    assert "Monday 3 March 2025" in page
    assert page.startswith("<!doctype html>")
    assert world.said("message.sent") == []
    posted = adviser.post(f"/letters/{waiting['id']}/posting", {})
    assert posted.json["state"] == "posted"
    assert adviser.get("/letters").json["items"] == []
    [sent] = world.said("message.sent")
    assert (sent.data["channel"], sent.data["occurred_on"]) == ("letter", "2025-03-03")
    assert adviser.post(f"/letters/{waiting['id']}/posting", {}).status_code == 409


def test_the_reminder_of_a_letter_reader_is_a_call_for_a_letter_would_come_too_late(world: World) -> None:
    person, _ = written_to(world, digital_access=False)
    with world.later(timedelta(days=6)):
        world.send()
    [needed] = world.said("call.needed")
    assert needed.data["reason"] == "appointment-reminder"
    assert world.messages(person)["appointment-reminder"].state == "call-needed"


def test_no_letter_where_a_letter_is_not_safe(world: World) -> None:
    written_to(world, safe={"letter": False}, digital_access=False)
    assert len(world.said("call.needed")) == 1
    assert world.as_(actors.adviser(org=world.org)).get("/letters").json["items"] == []


def test_a_cancelled_appointment_takes_its_letter_out_of_the_queue(world: World) -> None:
    person, appointment = written_to(world)
    adviser = world.as_(actors.adviser(org=world.org))
    [letter] = adviser.get("/letters").json["items"]
    world.cancel(person, appointment)
    assert adviser.get("/letters").json["items"] == []
    assert adviser.get(f"/letters/{letter['id']}").json["page"] is None
    assert adviser.post(f"/letters/{letter['id']}/posting", {}).status_code == 409
    world.send()
    assert len(adviser.get("/letters").json["items"]) == 1, "the cancellation is a letter too"


def test_a_letter_is_for_its_own_organisation_alone(world: World) -> None:
    written_to(world)
    [letter] = world.as_(actors.adviser(org=world.org)).get("/letters").json["items"]
    other = world.as_(actors.adviser(org=new_id()))
    assert other.get("/letters").json["items"] == []
    assert other.get(f"/letters/{letter['id']}").status_code == 404
    assert other.post(f"/letters/{letter['id']}/posting", {}).status_code == 404
    for nosy in (actors.operator(), actors.participant(), actors.provider_staff(org=world.org)):
        assert world.as_(nosy).get("/letters").status_code == 403
        assert world.as_(nosy).get(f"/letters/{letter['id']}").status_code == 403
    assert world.as_(actors.anonymous()).get("/letters").status_code == 401


def test_a_letter_is_not_posted_tomorrow(world: World) -> None:
    written_to(world)
    adviser = world.as_(actors.adviser(org=world.org))
    [letter] = adviser.get("/letters").json["items"]
    refused = adviser.post(f"/letters/{letter['id']}/posting", {"occurred_on": "2025-03-04"})
    assert refused.status_code == 422
    assert "occurred_on" in refused.json["errors"]
    earlier = adviser.post(f"/letters/{letter['id']}/posting", {"occurred_on": "2025-03-02"})
    assert earlier.json["posted_on"] == "2025-03-02"
