"""Which way a message goes, and when it may arrive."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.domain.cards import Card, SafeContact
from services.notify.domain.channels import CALL, EMAIL, LADDER, LETTER, TEXT, choose

FULL: dict[str, Any] = {
    "name": "Aisha Bello",
    "called": "Aisha",
    "language": "en",
    "channel": "email",
    "email": "aisha@post.example",
    "phone": "+447700900123",
    "address_lines": ["1 High Street", "Eastgate"],
    "postcode": "ZZ1 1ZZ",
    "digital_access": True,
    "safe_contact": {"voicemail": True, "letter": True},
}


def card(**changes: Any) -> Card:
    return Card.of(FULL | changes)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, EMAIL),
        ({"channel": "text"}, TEXT),
        ({"channel": "letter"}, LETTER),
        ({"channel": "phone"}, CALL),
        ({"channel": None}, EMAIL),
        ({"email": None}, TEXT),
        ({"email": None, "phone": None}, LETTER),
        ({"email": None, "phone": None, "postcode": None}, CALL),
        ({"email": None, "phone": None, "safe_contact": {"letter": False}}, CALL),
        ({"digital_access": False}, CALL),
        ({"digital_access": False, "channel": "text"}, TEXT),
        ({"digital_access": False, "channel": "letter"}, LETTER),
        ({"digital_access": False, "channel": "letter", "safe_contact": {"letter": False}}, CALL),
        ({"digital_access": False, "email": None, "phone": None, "address_lines": []}, CALL),
    ],
)
def test_the_preferred_way_first_then_down_the_ladder(changes: dict[str, Any], expected: str) -> None:
    assert choose(card(**changes)).channel == expected


def test_a_way_that_is_closed_is_passed_over_with_its_reason() -> None:
    choice = choose(card(channel="text"), unable={TEXT: "no text provider is set up"})
    assert choice.channel == EMAIL
    assert choice.passed_over == ((TEXT, "no text provider is set up"),)


def test_a_letter_that_would_come_too_late_is_a_call() -> None:
    written_to = card(channel="letter", email=None, phone=None)
    assert choose(written_to, days_left=4).channel == LETTER
    assert choose(written_to, days_left=3).channel == CALL


def test_a_newsletter_never_becomes_a_call() -> None:
    assert choose(card(email=None), [EMAIL]).channel is None


CARDS = st.builds(
    card,
    channel=st.sampled_from(["email", "text", "phone", "letter", None]),
    email=st.sampled_from([None, "a@b.example"]),
    phone=st.sampled_from([None, "+447700900123"]),
    postcode=st.sampled_from([None, "ZZ1 1ZZ"]),
    digital_access=st.booleans(),
    safe_contact=st.fixed_dictionaries({"letter": st.booleans()}),
)


@given(
    CARDS,
    st.one_of(st.none(), st.integers(0, 30)),
    st.dictionaries(st.sampled_from([EMAIL, TEXT]), st.text()),
)
def test_everybody_is_reached_safely_some_way(chosen: Card, days: int | None, unable: dict[str, str]) -> None:
    choice = choose(chosen, unable=unable, days_left=days)
    assert choice.channel in LADDER
    assert choice.channel not in unable
    assert choice.channel not in dict(choice.passed_over)
    if choice.channel == EMAIL:
        assert chosen.email
        assert chosen.digital_access
    if choice.channel == TEXT:
        assert chosen.phone
    if choice.channel == LETTER:
        assert chosen.has_postal_address
        assert chosen.safe_contact.letter
        assert days is None or days >= 4


NIGHT = SafeContact(quiet_from=time(20), quiet_until=time(8, 30))
DAY = datetime(2025, 3, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "quiet"),
    [(19.9, False), (20, True), (23.5, True), (3, True), (8.4, True), (8.5, False), (12, False)],
)
def test_quiet_hours_go_past_midnight(hour: float, quiet: bool) -> None:
    assert NIGHT.is_quiet(DAY + timedelta(hours=hour)) is quiet


def test_what_falls_in_quiet_hours_waits_for_their_end() -> None:
    assert NIGHT.next_moment(DAY + timedelta(hours=22)) == DAY + timedelta(days=1, hours=8, minutes=30)
    assert NIGHT.next_moment(DAY + timedelta(hours=2)) == DAY + timedelta(hours=8, minutes=30)
    assert NIGHT.next_moment(DAY + timedelta(hours=12)) == DAY + timedelta(hours=12)


@given(st.times(), st.times(), st.timedeltas(timedelta(), timedelta(days=400)))
def test_the_next_moment_is_never_quiet_nor_further_than_a_day(
    start: time, end: time, after: timedelta
) -> None:
    at, whole = DAY + after, end.replace(second=0, microsecond=0)
    safe = SafeContact(quiet_from=start, quiet_until=whole)
    free = safe.next_moment(at)
    assert not safe.is_quiet(free)
    assert timedelta() <= free - at <= timedelta(days=1)


def test_a_card_takes_what_is_missing_for_unknown() -> None:
    bare = Card.of({"name": "Jo", "language": "pl", "safe_contact": None})
    assert (bare.called, bare.language, bare.channel, bare.address_lines) == ("Jo", "en", None, ())
    assert bare.safe_contact == SafeContact()
