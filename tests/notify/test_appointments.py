"""An appointment is booked, moved or cancelled: the person is told once, in time, by a way that is theirs."""

from datetime import date, timedelta
from typing import Any

from chassis.ids import new_id

World = Any
WEEK = timedelta(days=7)


def test_a_booking_is_confirmed_by_email_and_reminded_of_a_day_before(world: World) -> None:
    person = world.person()
    appointment = world.book(person)
    assert world.send() == 1
    [email] = world.smtp.received(1)
    assert email["To"] == "aisha@post.example"
    assert email["From"] == "Northbridge <hello@northbridge.example>"
    assert email["Subject"] == "Your appointment on Monday 10 March at 10am"
    assert "on Monday 10 March at 10am, in person." in email.get_content()
    assert "It is with Dewi Price." in email.get_content()
    assert "Where: Eastgate Library" in email.get_content()
    assert world.send() == 0, "the reminder is not due yet"
    with world.later(timedelta(days=6)):
        assert world.send() == 1
    assert world.smtp.received(2)[1]["Subject"].startswith("Reminder:")
    sent = world.said("message.sent")
    assert [event.data for event in sent] == [
        {
            "participant_id": str(person),
            "template": "appointment-confirmation",
            "channel": "email",
            "occurred_on": "2025-03-03",
            "about": str(appointment),
        },
        {
            "participant_id": str(person),
            "template": "appointment-reminder",
            "channel": "email",
            "occurred_on": "2025-03-09",
            "about": str(appointment),
        },
    ]
    assert [event.data["channel"] for event in world.said("message.requested")] == ["email", "email"]


def test_in_welsh_for_whom_welsh_comes_first(world: World) -> None:
    world.book(world.person(language="cy"))
    world.send()
    [email] = world.smtp.received(1)
    assert email["Subject"] == "Eich apwyntiad dydd Llun 10 Mawrth am 10am"
    assert email["Content-Language"] == "cy"


def test_the_same_fact_twice_is_told_once(world: World) -> None:
    person, fact, appointment = world.person(), new_id(), new_id()
    world.book(person, appointment_id=appointment, id=fact, sequence=1)
    world.send()
    world.book(person, appointment_id=appointment, id=fact, sequence=1)
    world.send()
    world.smtp.received(1)


def test_a_reminder_for_a_moment_that_is_past_is_never_sent(world: World) -> None:
    person = world.person()
    world.book(person)
    world.send()
    with world.later(WEEK):
        world.send()
    world.smtp.received(1)
    reminder = world.messages(person)["appointment-reminder"]
    assert (reminder.state, reminder.reason) == ("cancelled", "its moment has passed")


def test_nothing_is_said_of_an_appointment_that_was_booked_after_the_event(world: World) -> None:
    person = world.person()
    world.book(person, timedelta(days=-2))
    assert world.send() == 0
    assert world.messages(person) == {}


def test_a_cancelled_appointment_takes_its_reminder_back(world: World) -> None:
    person = world.person()
    appointment = world.book(person)
    world.send()
    world.cancel(person, appointment)
    with world.later(timedelta(days=6)):
        world.send()
    subjects = [email["Subject"] for email in world.smtp.received(2)]
    assert subjects[1] == "Your appointment on Monday 10 March at 10am is cancelled"
    reminder = world.messages(person)["appointment-reminder"]
    assert (reminder.state, reminder.reason) == ("cancelled", "the appointment was cancelled")


def test_a_rearranged_appointment_is_reminded_of_at_its_new_time_alone(world: World) -> None:
    person = world.person()
    old = world.book(person)
    world.send()
    new = world.book(person, timedelta(days=9), supersedes=old)
    world.rearrange(person, old, new)
    world.send()
    moved = world.smtp.received(2)[1]
    assert moved["Subject"] == "Your appointment has moved to Wednesday 12 March at 10am"
    assert "It takes the place of the one on Monday 10 March at 10am." in moved.get_content()
    with world.later(timedelta(days=6)):
        assert world.send() == 0
    with world.later(timedelta(days=8)):
        assert world.send() == 1
    assert "Wednesday 12 March" in world.smtp.received(3)[2]["Subject"]


def test_a_cancellation_heard_of_before_its_booking_says_nothing(world: World) -> None:
    person, appointment = world.person(), new_id()
    world.cancel(person, appointment, sequence=2)
    world.book(person, appointment_id=appointment, sequence=1)
    assert world.send() == 0
    assert world.said() == []


def test_someone_who_cannot_get_online_lands_on_the_call_list(world: World) -> None:
    person = world.person(digital_access=False, channel="phone", email=None)
    appointment = world.book(person)
    world.send()
    [needed] = world.said("call.needed")
    assert needed.data["participant_id"] == str(person)
    assert needed.data["reason"] == "appointment-confirmation"
    assert needed.data["about"] == str(appointment)
    assert needed.data["due_on"] == "2025-03-04"
    assert set(needed.data["script"]["sealed"]) == {"casework"}, "only casework can read the script"
    assert world.smtp.messages == []
    message = world.messages(person)["appointment-confirmation"]
    assert (message.id, message.state) == (needed.subject, "call-needed")
    assert message.body.startswith("Tell Aisha that they have an appointment on Monday 10 March")


def test_the_call_list_s_contact_closes_the_call(world: World) -> None:
    person = world.person(channel="phone")
    world.book(person)
    world.send()
    [needed] = world.said("call.needed")
    contact = {"participant_id": person, "occurred_on": date(2025, 3, 4), "call_id": needed.subject}
    world.hear("workstead.casework.contact.recorded.v1", contact)
    world.hear("workstead.casework.contact.recorded.v1", contact)
    [made] = world.said("call.made")
    assert made.data == {"participant_id": str(person), "occurred_on": "2025-03-04"}
    assert world.messages(person)["appointment-confirmation"].state == "delivered"
    world.hear("workstead.casework.contact.recorded.v1", contact | {"call_id": None})
    world.hear("workstead.casework.contact.recorded.v1", contact | {"call_id": new_id()})
    assert len(world.said("call.made")) == 1


def test_what_was_told_by_another_way_is_told_in_the_next(world: World) -> None:
    person = world.person()
    world.book(person)
    world.send()
    world.card(person, channel="phone")
    with world.later(timedelta(days=6)):
        world.send()
    assert (
        "We emailed you about this on Monday 3 March." in world.messages(person)["appointment-reminder"].body
    )


def test_the_card_that_counts_is_the_one_of_the_day_it_goes_out(world: World) -> None:
    person = world.person()
    world.card(person, email="new@post.example", sequence=7)
    world.card(person, email="old@post.example", sequence=6)
    world.book(person)
    world.send()
    assert world.smtp.received(1)[0]["To"] == "new@post.example"


def test_a_message_waits_for_a_card_that_is_on_its_way(world: World) -> None:
    person = new_id()
    world.book(person)
    world.send()
    assert world.messages(person)["appointment-confirmation"].reason == "their contact card has not come yet"
    assert world.said("message.requested")[0].data["channel"] is None
    assert world.said("call.needed") == []


def test_without_a_card_their_adviser_tells_them(world: World) -> None:
    person = new_id()
    world.book(person)
    with world.later(timedelta(minutes=11)):
        world.send()
    [needed] = world.said("call.needed")
    assert needed.data["participant_id"] == str(person)
    assert "We hold no way of reaching them" not in str(needed.data), "sealed"


def test_a_rebuild_makes_the_read_model_and_sends_nothing(world: World) -> None:
    person = world.person()
    appointment = world.book(person, rebuild=True)
    world.cancel(person, appointment, rebuild=True)
    assert world.send() == 0
    assert world.said() == []
    assert world.messages(person) == {}


def test_an_erased_person_is_told_nothing_more_and_leaves_no_word(world: World) -> None:
    person = world.person()
    world.book(person)
    world.send()
    world.hear("workstead.casework.participant.erased.v1", {"occurred_on": date(2025, 3, 3)}, person)
    with world.later(timedelta(days=6)):
        world.send()
    world.smtp.received(1)
    stored = world.messages(person)
    assert {message.subject or message.body for message in stored.values()} == {None}
    assert stored["appointment-reminder"].state == "cancelled"


def offer_earlier(world: World, person: Any, instead: Any) -> Any:
    offer = {
        "participant_id": str(person),
        "appointment_id": str(instead),
        "starts_at": "2025-03-06T10:00:00+00:00",
        "ends_at": "2025-03-06T10:30:00+00:00",
        "channel": "phone",
        "answer_by": "2025-03-05T09:00:00+00:00",
        "occurred_on": "2025-03-03",
        "details": {"with_whom": "Dewi Price", "place": None, "purpose": None},
    }
    return world.hear("workstead.casework.slot-offer.made.v1", offer).subject


def test_an_earlier_time_is_told_of_with_until_when_it_is_kept(world: World) -> None:
    person = world.person()
    instead = world.book(person)
    world.send()
    offer_earlier(world, person, instead)
    assert world.send() == 1
    words = world.smtp.received(2)[1].get_content()
    assert "One is free on Thursday 6 March at 10am, by phone." in words
    assert "It is kept for you until Wednesday 5 March at 9am." in words
    assert "the one on Monday 10 March at 10am" in words


def test_an_offer_that_is_no_more_is_not_told(world: World) -> None:
    person = world.person()
    offer = offer_earlier(world, person, new_id())
    ended = {"participant_id": str(person), "answer": "withdrawn", "occurred_on": "2025-03-03"}
    world.hear("workstead.casework.slot-offer.ended.v1", ended, subject=offer)
    assert world.send() == 0


def test_a_place_in_a_group_is_confirmed_reminded_of_and_called_off(world: World) -> None:
    person = world.person()
    place = {
        "participant_id": str(person),
        "session_id": str(new_id()),
        "starts_at": "2025-03-10T10:00:00+00:00",
        "ends_at": "2025-03-10T12:00:00+00:00",
        "channel": "in-person",
        "waited": True,
        "occurred_on": "2025-03-03",
        "details": {"with_whom": "Dewi Price", "place": "Eastgate Library", "purpose": "Job club"},
    }
    booked = world.hear("workstead.casework.group-place.booked.v1", place).subject
    assert world.send() == 1
    email = world.smtp.received(1)[0]
    assert email["Subject"] == "There is a place for you on Monday 10 March at 10am"
    assert "About: Job club" in email.get_content()
    later = {name: value for name, value in place.items() if name != "waited"} | {
        "starts_at": "2025-03-10T14:00:00+00:00",
        "ends_at": "2025-03-10T16:00:00+00:00",
        "details": place["details"] | {"with_whom": "Tomasz Zielinski"},
    }
    world.hear("workstead.casework.group-place.changed.v1", later, subject=booked)
    assert world.send() == 1
    email = world.smtp.received(2)[1]
    assert email["Subject"] == "Your group session is now on Monday 10 March at 2pm"
    assert "Tomasz Zielinski" in email.get_content()
    with world.later(timedelta(days=6, hours=2)):
        assert world.send() == 0, "of the time before nobody is reminded"
    gone = {"participant_id": str(person), "session_id": place["session_id"], "occurred_on": "2025-03-03"}
    world.hear("workstead.casework.group-place.cancelled.v1", gone, subject=booked)
    assert world.send() == 1
    assert world.smtp.received(3)[2]["Subject"] == "Your group session on Monday 10 March at 2pm is cancelled"
    with world.later(timedelta(days=6)):
        assert world.send() == 0, "nobody is reminded of what was called off"
