"""Which fact leads to which message, by the rules that ship."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from services.notify.domain.rules import Fact, cancelled, requests
from services.notify.reference.loading import rules, templates

NOW = datetime(2025, 3, 3, 9, tzinfo=UTC)


def booked(starts_in: timedelta, **values: Any) -> Fact:
    return Fact("appointment.booked", uuid4(), uuid4(), {"starts_at": NOW + starts_in, **values})


def asked(fact: Fact) -> dict[str, datetime]:
    return {request.template: request.due_at for request in requests(rules(), fact, NOW)}


def test_a_booking_is_confirmed_at_once_and_reminded_of_a_day_before() -> None:
    assert asked(booked(timedelta(days=7), supersedes=None)) == {
        "appointment-confirmation": NOW,
        "appointment-reminder": NOW + timedelta(days=6),
    }


def test_a_new_time_says_that_it_is_one() -> None:
    assert set(asked(booked(timedelta(days=7), supersedes=uuid4()))) == {
        "appointment-rearranged",
        "appointment-reminder",
    }


def test_an_appointment_within_a_day_needs_no_reminder() -> None:
    assert set(asked(booked(timedelta(hours=23)))) == {"appointment-confirmation"}


def test_nothing_is_said_of_an_appointment_that_has_begun() -> None:
    assert asked(booked(timedelta())) == {}
    assert asked(booked(timedelta(days=-3))) == {}


@given(st.timedeltas(timedelta(days=-60), timedelta(days=60)))
def test_no_message_is_ever_due_in_the_past_or_after_its_moment(starts_in: timedelta) -> None:
    fact = booked(starts_in)
    for request in requests(rules(), fact, NOW):
        assert request.moment is not None
        assert NOW <= request.due_at < request.moment


def test_a_cancellation_takes_back_what_waits_and_is_told() -> None:
    fact = Fact("appointment.cancelled", uuid4(), uuid4(), {"starts_at": NOW + timedelta(days=1)})
    assert set(asked(fact)) == {"appointment-cancelled"}
    assert "appointment-reminder" in cancelled(rules(), fact)


def test_a_rearrangement_takes_back_and_says_nothing_itself() -> None:
    fact = Fact("appointment.rearranged", uuid4(), uuid4(), {})
    assert asked(fact) == {}
    assert "appointment-reminder" in cancelled(rules(), fact)


def test_every_rule_names_templates_that_exist() -> None:
    named = {rule.template for rule in rules() if rule.template}
    assert named | {code for rule in rules() for code in rule.cancels} <= set(templates())
    assert named == set(templates()), "a template that no rule uses is never sent"
