"""What notify learns of people, appointments and subscriptions, in whatever order it comes."""

from datetime import UTC, date, datetime
from itertools import permutations
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.domain.appointments import Appointment
from services.notify.domain.errors import Conflict
from services.notify.domain.letters import Letter
from services.notify.domain.people import Person
from services.notify.domain.scripts import call_script
from services.notify.domain.subscriptions import Subscription


@given(st.permutations(range(1, 6)))
def test_the_newest_card_counts(order: list[int]) -> None:
    person = Person(uuid4())
    for sequence in order:
        person.learn_card({"name": f"Name {sequence}"}, sequence)
    assert person.card is not None
    assert person.card.name == "Name 5"


def test_an_erased_person_is_not_learnt_again() -> None:
    person = Person(uuid4())
    person.erase()
    person.learn_card({"name": "Sam"}, 9)
    assert person.card is None


def test_the_newest_organisation_counts_and_the_adviser_stays_known() -> None:
    person, first, second, adviser = Person(uuid4()), uuid4(), uuid4(), uuid4()
    person.belong(first, adviser, 2)
    person.belong(second, None, 3)
    person.belong(first, None, 1)
    assert (person.organisation_id, person.adviser_id) == (second, adviser)


def test_an_appointment_called_off_before_it_was_heard_of() -> None:
    appointment = Appointment(uuid4(), uuid4())
    appointment.call_off()
    assert not appointment.is_known
    at = datetime(2025, 3, 3, tzinfo=UTC)
    appointment.book(starts_at=at, ends_at=at, channel="phone", supersedes=None, details={})
    assert appointment.is_known
    assert appointment.called_off


@pytest.mark.parametrize("order", list(permutations(["request", "confirm", "end"])))
def test_a_subscription_that_ended_stays_ended(order: tuple[str, ...]) -> None:
    subscription = Subscription(uuid4())
    for step in order:
        if step == "request":
            subscription.request(address="a@b.example", token="t", language="en", sequence=1)
        elif step == "confirm":
            subscription.confirm(date(2025, 3, 3))
        else:
            subscription.end(date(2025, 3, 4))
    assert subscription.state == "ended"
    assert subscription.address is None


def test_a_letter_is_posted_once_and_not_after_it_was_withdrawn() -> None:
    at = datetime(2025, 3, 3, tzinfo=UTC)
    letter = Letter(id=uuid4(), person_id=uuid4(), page="<p>", written_at=at)
    assert letter.state == "waiting to be printed"
    letter.post(date(2025, 3, 4))
    assert letter.state == "posted"
    with pytest.raises(Conflict):
        letter.post(date(2025, 3, 5))
    other = Letter(id=uuid4(), person_id=uuid4(), page="<p>", written_at=at)
    other.withdraw()
    assert other.page is None
    with pytest.raises(Conflict):
        other.post(date(2025, 3, 5))


def test_a_script_says_what_keeps_the_call_safe() -> None:
    person = Person(uuid4())
    safe = {"voicemail": False, "sender_name": "Pat", "quiet_from": "18:00", "quiet_until": "09:00"}
    person.learn_card(
        {
            "name": "Sam Lee",
            "called": "Sam",
            "language": "cy",
            "phone": "+447700900123",
            "safe_contact": safe,
        },
        1,
    )
    assert call_script(person.card, "Say hello.", "07700 900123") == (
        "Ring Sam on 07700 900123. They prefer Welsh. Do not leave a voicemail. Say that you are Pat."
        " Do not ring between 18:00 and 09:00.\n\nSay hello."
    )
    assert call_script(None, "X").startswith("We hold no way of reaching them.")
