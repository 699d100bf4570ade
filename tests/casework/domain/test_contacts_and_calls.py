"""Contacts on every channel, and the calls that they close."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest

from chassis import clock
from services.casework.domain.calls import Call
from services.casework.domain.contacts import CHANNELS, Contact
from services.casework.domain.errors import Conflict, DomainError

NOW = datetime(2025, 3, 10, 9, tzinfo=UTC)


def contact(channel: str = "letter", direction: str = "out", at: datetime = NOW) -> Contact:
    return Contact(
        uuid4(), uuid4(), uuid4(), channel, direction, at, "About the bus.", False, uuid4(), "Bethan", NOW
    )


@pytest.mark.parametrize("channel", sorted(CHANNELS))
@pytest.mark.parametrize("direction", ["in", "out"])
def test_every_channel_counts_alike_and_the_words_stay_here(channel: str, direction: str) -> None:
    made = contact(channel, direction)
    (said,) = made.record(NOW, clock.local)
    assert said.name == "contact.recorded"
    assert said.data == {
        "participant_id": made.participant_id,
        "organisation_id": made.organisation_id,
        "channel": channel,
        "direction": direction,
        "assisted": False,
        "call_id": None,
        "occurred_on": date(2025, 3, 10),
    }


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (contact(at=NOW + timedelta(seconds=1)), "future-date"),
        (contact(at=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))), "too-long-ago"),
        (contact(channel="pigeon"), "unknown-code"),
        (contact(direction="up"), "unknown-code"),
    ],
)
def test_contacts_that_cannot_be_are_refused(made: Contact, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        made.record(NOW, clock.local)
    assert refused.value.code == code


def call(participant_id: UUID) -> Call:
    return Call(
        uuid4(), participant_id, "appointment-confirmation", uuid4(), NOW.date(), "Say when and where.", NOW
    )


def test_a_call_is_closed_once_by_a_contact_with_that_person() -> None:
    person, made = uuid4(), uuid4()
    needed = call(person)
    with pytest.raises(DomainError) as refused:
        needed.close(uuid4(), made, NOW)
    assert refused.value.code == "call-to-another"
    assert needed.is_open
    needed.close(person, made, NOW)
    assert (needed.is_open, needed.contact_id) == (False, made)
    with pytest.raises(Conflict):
        needed.close(person, uuid4(), NOW)
