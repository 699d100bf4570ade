"""A participant's own timeline: every channel, in plain words."""

from uuid import UUID

import pytest

PERSON = "00000000-0000-7000-8000-0000000000aa"
THING = "00000000-0000-7000-8000-0000000000ee"
TIMELINE = f"/participants/{PERSON}/timeline"
MESSAGES = f"/participants/{PERSON}/messages"


def _moment(kind, what, **more):
    nothing = dict.fromkeys(("at", "channel", "direction", "code", "about"))
    return {"kind": kind, "id": THING, "what": what, "occurred_on": "2025-04-03"} | nothing | more


MOMENTS = [
    (_moment("contact", "recorded", direction="in", channel="phone"), "You got in touch"),
    (_moment("contact", "recorded", direction="out", channel="letter"), "We got in touch"),
    (_moment("message", "sent", channel="email", code="appointment-reminder"), "We wrote to you"),
    (_moment("message", "failed", channel="text", code="x"), "it did not arrive"),
    (_moment("appointment", "booked", channel="in-person"), "An appointment was booked"),
    (_moment("appointment", "rearranged"), "moved to another time"),
    (_moment("appointment", "cancelled"), "called off"),
    (_moment("appointment", "attended"), "You came to an appointment"),
    (_moment("appointment", "late"), "after it had begun"),
    (_moment("appointment", "did-not-attend"), "You did not come"),
    (_moment("spell", "started", code="employment", about="Harbour Foods"), "You started a job"),
    (_moment("spell", "ended", code="self-employment"), "You stopped working for yourself"),
    (_moment("spell", "started", code="benefit"), "A benefit began"),
    (_moment("programme", "attached", code="pathways"), "You joined Pathways"),
    (_moment("milestone", "reached", code="26"), "26 weeks in work. Well done!"),
    (_moment("participant", "registered"), "You were registered"),
    (_moment("referral", "sent", code="R-7K2M-9Q"), "Referral R-7K2M-9Q"),
    (_moment("plan", "agreed"), "Your plan was agreed"),
    (_moment("something", "new"), "Something changed in your record"),
]


@pytest.fixture
def amina(signed_in):
    return signed_in("participant", person_id=UUID(PERSON)).browser


@pytest.fixture
def told(upstream):
    upstream.says("notify", "GET", MESSAGES, {"items": [], "next": None})

    def tell(*moments):
        upstream.says("casework", "GET", TIMELINE, {"items": list(moments), "next": None})
        return upstream

    return tell


@pytest.mark.parametrize(("moment", "words"), MOMENTS, ids=[words for _, words in MOMENTS])
def test_everything_is_said_in_plain_words(amina, told, moment, words):
    told(moment)
    said = amina.page("/my/timeline").main
    assert words in said
    assert "April 2025" in said


@pytest.mark.parametrize("state", ["sent", "acknowledged", "accepted", "declined", "started", "not-started"])
def test_no_state_of_a_referral_is_without_words(amina, told, state):
    told(_moment("referral", state, code="R-7K2M-9Q"))
    assert "Something changed" not in amina.page("/my/timeline").main


def test_what_a_message_said_can_be_read_beside_it(amina, told):
    upstream = told(_moment("message", "sent", channel="email", at="2025-04-03T09:00:00Z"))
    message = {"id": THING, "subject": "Reminder: your appointment", "body": "Hello Amina,\n\nSee you."}
    upstream.says("notify", "GET", MESSAGES, {"items": [message], "next": None})
    page = amina.page("/my/timeline")
    assert "Reminder: your appointment" in page.main
    assert "See you." in page.main
    assert "3 April 2025, 10:00am" in page.main


def test_the_timeline_stands_when_notify_is_away(amina, told):
    upstream = told(_moment("message", "sent", channel="email"))
    upstream.says("notify", "GET", MESSAGES, {}, 503)
    assert "We wrote to you" in amina.page("/my/timeline").main


def test_months_stand_above_what_happened_in_them(amina, told):
    told(_moment("plan", "agreed"), _moment("plan", "submitted", occurred_on="2025-03-31"))
    assert [each.text for each in amina.page("/my/timeline").all("h2")] == ["April 2025", "March 2025"]


def test_the_next_part_of_it(amina, told):
    upstream = told()
    upstream.says("casework", "GET", TIMELINE, {"items": [_moment("plan", "agreed")], "next": "more"})
    page = amina.page("/my/timeline")
    amina.page(page.link("Next page"))
    assert upstream.heard("casework", "GET", TIMELINE)[-1].query["cursor"] == "more"


def test_nothing_yet(amina, told):
    told()
    assert "Nothing has happened yet." in amina.page("/my/timeline").main


def test_it_is_a_participants_page(signed_in, told):
    told()
    signed_in("adviser").browser.page("/my/timeline", 403)
    signed_in("participant").browser.page("/my/timeline", 404)
