"""The life of a message."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.notify.domain import backoff
from services.notify.domain.channels import CALL, EMAIL, LETTER, TEXT
from services.notify.domain.errors import Conflict
from services.notify.domain.messages import (
    CALL_NEEDED,
    CANCELLED,
    CREATED,
    DELIVERED,
    PERMANENT_FAILURE,
    SENDING,
    SENT,
    STATES,
    TEMPORARY_FAILURE,
    Message,
    Recipient,
    When,
)

NOW = datetime(2025, 3, 3, 9, tzinfo=UTC)
WHEN = When(NOW, datetime(2026, 1, 1, tzinfo=UTC), date(2025, 3, 3))


def message(**changes: Any) -> Message:
    given = {
        "id": uuid4(),
        "recipient": Recipient(person_id=uuid4()),
        "fact_id": uuid4(),
        "fact": "appointment.booked",
        "about": uuid4(),
        "template": "appointment-confirmation",
        "values": {},
        "due_at": NOW,
        "moment": NOW + timedelta(days=7),
        "created_at": NOW,
    }
    return Message(**(given | changes))


def test_sent() -> None:
    asked = message()
    [requested] = asked.requested(EMAIL, WHEN.today)
    asked.start(EMAIL, WHEN)
    [sent] = asked.succeed(WHEN, "taken")
    assert (requested.name, sent.name, asked.state) == ("message.requested", "message.sent", SENT)
    assert sent.data == {
        "participant_id": asked.person_id,
        "template": "appointment-confirmation",
        "channel": EMAIL,
        "occurred_on": date(2025, 3, 3),
        "about": asked.about,
    }


def test_what_fails_for_now_is_tried_again_later_and_later() -> None:
    asked, waits = message(moment=None), []
    for _ in backoff.WAITS:
        asked.start(EMAIL, WHEN)
        assert asked.fail_for_now(WHEN, "not now", 0.5) == []
        assert asked.state == TEMPORARY_FAILURE
        assert asked.next_try_at is not None
        waits.append(asked.next_try_at - WHEN.real)
    assert waits == list(backoff.WAITS)
    asked.start(EMAIL, WHEN)
    assert [h.name for h in asked.fail_for_now(WHEN, "not now", 0.5)] == ["message.failed"]
    assert asked.failed_channels() == {EMAIL: "not now"}
    assert asked.state == CREATED, "the next way is tried"


def test_jitter_spreads_a_wait_over_a_fifth_either_way() -> None:
    first = backoff.WAITS[0]
    assert backoff.wait_after(1, 0) == first * 0.8
    assert backoff.wait_after(1, 1) == first * 1.2


def test_a_try_that_would_come_too_late_is_not_waited_for() -> None:
    asked = message(moment=NOW + timedelta(seconds=10))
    asked.start(EMAIL, WHEN)
    assert [h.name for h in asked.fail_for_now(WHEN, "not now", 0)] == ["message.failed"]


def test_an_interrupted_try_is_taken_up_again() -> None:
    asked = message()
    asked.start(EMAIL, WHEN)
    assert asked.next_try_at == WHEN.real + backoff.LEASE
    asked.lapse(WHEN)
    assert asked.state == TEMPORARY_FAILURE
    asked.start(EMAIL, WHEN)
    assert asked.attempts == 2


def test_a_call_is_asked_for_once_and_closed_once() -> None:
    asked = message()
    [needed] = asked.ask_for_call(WHEN, "Ring Sam.")
    assert needed.name == "call.needed"
    assert needed.data["due_on"] == date(2025, 3, 4)
    assert needed.data["script"] == "Ring Sam."
    assert asked.state == CALL_NEEDED
    [made] = asked.call_made(WHEN, date(2025, 3, 3))
    assert (made.name, asked.state) == ("call.made", DELIVERED)
    assert asked.call_made(WHEN, date(2025, 3, 3)) == []


def test_a_call_is_due_before_what_it_is_about() -> None:
    [needed] = message(moment=NOW + timedelta(hours=3)).ask_for_call(WHEN, "")
    assert needed.data["due_on"] == WHEN.today


@pytest.mark.parametrize("prepare", ["created", "failed", "call", "letter"])
def test_what_has_not_gone_out_can_be_cancelled(prepare: str) -> None:
    asked = message()
    if prepare == "failed":
        asked.start(EMAIL, WHEN)
        asked.fail_for_now(WHEN, "x", 0)
    if prepare == "call":
        asked.ask_for_call(WHEN, "")
    if prepare == "letter":
        asked.wait_for_post(WHEN)
    asked.cancel("the appointment was cancelled")
    assert (asked.state, asked.reason) == (CANCELLED, "the appointment was cancelled")


def test_what_has_gone_out_stays_told() -> None:
    asked = message()
    asked.start(EMAIL, WHEN)
    asked.cancel("too late")
    assert asked.state == SENDING
    asked.succeed(WHEN, "taken")
    asked.cancel("too late")
    assert asked.state == SENT
    with pytest.raises(Conflict):
        asked.succeed(WHEN, "again")


def test_erasure_strips_the_words() -> None:
    asked = message(values={"place": "X"})
    asked.write(version=1, language="en", subject="s", body="b")
    asked.erase()
    assert (asked.values, asked.subject, asked.body, asked.state) == ({}, None, None, CANCELLED)


class Life(RuleBasedStateMachine):
    """Whatever happens in whatever order, a message is told once at most."""

    def __init__(self) -> None:
        super().__init__()
        self.message = message()
        self.names: list[str] = []

    def _does(self, happened: list[Any]) -> None:
        self.names += [h.name for h in happened]

    @rule(channel=st.sampled_from([EMAIL, TEXT]))
    def start(self, channel: str) -> None:
        if self.message.state in (CREATED, TEMPORARY_FAILURE):
            self.message.start(channel, WHEN)

    @rule()
    def print_it(self) -> None:
        if self.message.state in (CREATED, TEMPORARY_FAILURE):
            self.message.wait_for_post(WHEN)

    @rule()
    def succeed(self) -> None:
        if self.message.state == SENDING:
            self._does(self.message.succeed(WHEN, "taken"))
        else:
            with pytest.raises(Conflict):
                self.message.succeed(WHEN, "taken")

    @rule(jitter=st.floats(0, 1))
    def fail_for_now(self, jitter: float) -> None:
        if self.message.state == SENDING and self.message.channel != LETTER:
            self._does(self.message.fail_for_now(WHEN, "later", jitter))

    @rule()
    def fail_for_good(self) -> None:
        if self.message.state == SENDING and self.message.channel != LETTER:
            self._does(self.message.fail_for_good(WHEN, "never"))

    @rule()
    def ask_for_call(self) -> None:
        if self.message.state in (CREATED, TEMPORARY_FAILURE):
            self._does(self.message.ask_for_call(WHEN, "script"))

    @rule()
    def call(self) -> None:
        self._does(self.message.call_made(WHEN, WHEN.today))

    @rule()
    def cancel(self) -> None:
        self.message.cancel("pointless")

    @rule()
    def give_up(self) -> None:
        if self.message.state in (CREATED, TEMPORARY_FAILURE):
            self._does(self.message.give_up(WHEN, "no way is left"))

    @invariant()
    def told_once(self) -> None:
        told = self.names.count("message.sent") + self.names.count("call.made")
        assert told <= 1
        assert (self.message.told_on is not None) == (told == 1)
        assert (self.message.state in (SENT, DELIVERED)) == (told == 1)

    @invariant()
    def retries_only_what_waits(self) -> None:
        assert self.message.state in STATES
        if self.message.state in (SENT, DELIVERED, CALL_NEEDED, CANCELLED, PERMANENT_FAILURE):
            assert self.message.next_try_at is None
        if self.message.state == CALL_NEEDED:
            assert self.message.channel == CALL


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
