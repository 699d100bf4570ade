"""How a person can be reached, and safely."""

from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.contact import CHANNELS, ContactCard, SafeContact, contact_in_words
from services.casework.domain.errors import DomainError

EVERYTHING: dict[str, Any] = {
    "email": "a@b.example",
    "phone": "+447700900123",
    "address_lines": ("1 Harbour Row", "Eastgate"),
    "postcode": "ZZ1 1AA",
}

cards = st.builds(
    ContactCard,
    channel=st.sampled_from(CHANNELS),
    language=st.sampled_from(["en", "cy", "ur"]),
    email=st.just("a@b.example"),
    phone=st.just("+447700900123"),
    address_lines=st.lists(st.text(min_size=1), min_size=1, max_size=5).map(tuple),
    postcode=st.none() | st.text(),
    digital_access=st.none() | st.booleans(),
    safe_contact=st.builds(
        SafeContact,
        voicemail=st.booleans(),
        sender_name=st.none() | st.text(),
        quiet_from=st.just(time(22, 0)),
        quiet_until=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    ),
)


@given(cards)
def test_what_is_stored_is_read_back(card: ContactCard) -> None:
    assert ContactCard.from_plain(card.as_plain()) == card


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_channel_needs_what_it_goes_through(channel: str) -> None:
    assert ContactCard(channel=channel, **EVERYTHING).channel == channel
    with pytest.raises(DomainError) as refused:
        ContactCard(channel=channel)
    assert refused.value.code == "channel-out-of-reach"


@pytest.mark.parametrize("phone", ["07700900123", "+0770", "+44 7700", "a", "+44770090012345678"])
def test_a_phone_number_is_in_its_one_form(phone: str) -> None:
    with pytest.raises(DomainError) as refused:
        ContactCard(**EVERYTHING | {"phone": phone})
    assert list(refused.value.errors) == ["contact.phone"]


def test_letters_are_not_the_channel_of_somebody_for_whom_they_are_not_safe() -> None:
    with pytest.raises(DomainError) as refused:
        ContactCard(channel="letter", safe_contact=SafeContact(letter=False), **EVERYTHING)
    assert refused.value.code == "channel-not-safe"


def test_quiet_hours_have_a_beginning_and_an_end() -> None:
    with pytest.raises(DomainError):
        SafeContact(quiet_from=time(22))
    assert SafeContact(quiet_from=time(22), quiet_until=time(8)).quiet_until == time(8)


@pytest.mark.parametrize(
    ("known", "email", "online"),
    [(None, "a@b.example", True), (None, None, False), (False, "a@b.example", False), (True, None, True)],
)
def test_until_we_know_better_an_email_address_means_being_online(
    known: bool | None, email: str | None, online: bool
) -> None:
    card = ContactCard(**EVERYTHING | {"email": email, "digital_access": known})
    assert card.is_online is online


@given(cards)
def test_in_words_there_is_one_way_and_no_other(card: ContactCard) -> None:
    words = contact_in_words(card)
    assert ("a@b.example" in words) == (card.channel == "email")
    assert ("+447700900123" in words) == (card.channel in ("text", "phone"))
    assert ("voicemail" in words.lower()) == (not card.safe_contact.voicemail)


def test_a_letter_in_words() -> None:
    assert contact_in_words(ContactCard(**EVERYTHING)) == "By letter: 1 Harbour Row, Eastgate, ZZ1 1AA."
