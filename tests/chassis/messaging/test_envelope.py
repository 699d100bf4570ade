"""CloudEvents 1.0, there and back."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.messaging.envelope import Envelope, decoded, source
from chassis.messaging.errors import Unreadable

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
ENVELOPES = st.builds(
    Envelope,
    id=st.uuids(),
    source=NAMES,
    type=NAMES,
    subject=st.uuids(),
    time=st.datetimes(timezones=st.just(UTC)),
    sequence=st.integers(1, 2**40),
    classification=st.sampled_from(["internal", "partner", "open"]),
    data=st.dictionaries(NAMES, VALUES, max_size=4),
    correlation_id=st.none() | NAMES,
    causation_id=st.none() | NAMES,
    traceparent=st.none() | NAMES,
    person_id=st.none() | st.uuids(),
    rebuild=st.booleans(),
)


@given(ENVELOPES)
def test_what_goes_in_comes_out(envelope: Envelope) -> None:
    assert decoded(envelope.encoded()) == envelope


def an_envelope() -> Envelope:
    now = datetime(2025, 3, 3, 9, 30, tzinfo=UTC)
    return Envelope(uuid4(), source("n", "maker"), "t", uuid4(), now, 1, "open", {"a": 1})


def test_it_is_a_cloud_event() -> None:
    document = json.loads(an_envelope().encoded())
    assert document["specversion"] == "1.0"
    assert document["source"] == "/orgs/n/maker"
    assert document["time"] == "2025-03-03T09:30:00Z"
    assert document["datacontenttype"] == "application/json"
    assert {name for name in document if not name.islower() or not name.isalnum()} == set()
    assert None not in document.values()


@pytest.mark.parametrize("missing", ["id", "source", "type", "subject", "time", "sequence", "data"])
def test_what_lacks_a_part_cannot_be_read(missing: str) -> None:
    document = an_envelope().document()
    del document[missing]
    with pytest.raises(Unreadable):
        decoded(json.dumps(document))


@pytest.mark.parametrize(
    ("part", "value"),
    [("id", "seven"), ("time", "2025-03-03T09:30:00"), ("time", 5), ("sequence", "x"), ("data", 3)],
)
def test_what_has_a_wrong_part_cannot_be_read(part: str, value: object) -> None:
    with pytest.raises(Unreadable):
        decoded(json.dumps(an_envelope().document() | {part: value}))
