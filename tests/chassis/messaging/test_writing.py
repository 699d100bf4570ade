"""Details are written as marshmallow would dump and validate them; only quicker if they are as usual."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import fields, post_dump, validate

from chassis.messaging.errors import InvalidEvent
from chassis.messaging.events import Event, EventRegistry, Sealed, harmless
from chassis.messaging.writing import Details

SAID = harmless("nobody is in this test")


class Told(Event):
    """A field of each kind."""

    type = "workstead.tests.everything.told.v1"

    text = fields.String(required=True, metadata=SAID)
    number = fields.Integer(strict=True, metadata=SAID)
    truth = fields.Boolean(metadata=SAID)
    day = fields.Date(metadata=SAID)
    id = fields.UUID(metadata=SAID)
    texts = fields.List(fields.String(), metadata=SAID)
    secret = Sealed(fields.Integer(strict=True), to=("letters",))


class Peculiar(Event):
    """What only marshmallow can say."""

    type = "workstead.tests.everything.shouted.v1"

    text = fields.String(validate=validate.Length(max=2), metadata=SAID)

    @post_dump
    def shout(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return data | {"text": data["text"].upper()}


EVENTS = EventRegistry("tests", [Told, Peculiar])
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.uuids(),
    st.lists(st.one_of(st.text(), st.integers()), max_size=3),
)


@given(st.dictionaries(st.sampled_from([*Told().fields, "unknown"]), values))
def test_what_is_written_quickly_is_what_marshmallow_says(data: dict[str, Any]) -> None:
    quickly = Details(Told()).write(data)
    if quickly is not None:
        schema = Told()
        wire = {name: value for name, value in schema.dump(data).items() if value is not None}
        assert (quickly, schema.validate(wire)) == (wire, {})


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"text": None},
        {"text": 7},
        {"text": "", "day": datetime(2025, 1, 1, tzinfo=UTC)},
        {"text": "", "x": 1},
    ],
)
def test_what_is_unusual_is_marshmallows_to_judge(data: dict[str, Any]) -> None:
    assert Details(Told()).write(data) is None


def test_a_schema_with_a_mind_of_its_own_is_asked() -> None:
    assert EVENTS.payload(Peculiar.type, {"text": "yo"}) == {"text": "YO"}
    with pytest.raises(InvalidEvent):
        EVENTS.payload(Told.type, {"text": "", "number": "many"})
