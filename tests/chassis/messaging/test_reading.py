"""Details are read as marshmallow would read them, whatever they are; only quicker if they are as usual."""

import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError, fields, post_load, validate

from chassis.messaging import sealing
from chassis.messaging.listeners import Opened, Reads
from chassis.messaging.reading import Details


class Everything(Reads):
    """A field of each kind."""

    text = fields.String(required=True)
    number = fields.Integer(allow_none=True)
    truth = fields.Boolean()
    day = fields.Date()
    id = fields.UUID()
    texts = fields.List(fields.String())
    secret = Opened(fields.Integer(), required=False, allow_none=True)
    key = fields.String(data_key="other")


class Peculiar(Reads):
    """What only marshmallow can say."""

    text = fields.String(validate=validate.Length(max=2), load_default="")

    @post_load
    def shout(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return data | {"text": data["text"].upper()}


class Shut:
    """Seals that hide nothing."""

    def seal(self, data: bytes, to: Any) -> dict[str, Any]:
        return {"sealed": {"us": data.decode()}}

    def open(self, wire: Any) -> bytes:
        return str(wire["sealed"]["us"]).encode()


SEALS = Shut()
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(),
    st.dates().map(str),
    st.uuids().map(str),
    st.lists(st.one_of(st.text(), st.integers()), max_size=3),
    st.integers().map(lambda number: SEALS.seal(json.dumps(number).encode(), ["us"])),
    st.just(sealing.ERASED),
)


def by_marshmallow(schema: Reads, data: dict[str, Any]) -> Any:
    try:
        return schema.load(sealing.open_fields(schema, data, SEALS))
    except ValidationError as error:
        return error.messages


def by_us(schema: Reads, data: dict[str, Any]) -> Any:
    try:
        return Details(schema).read(data, SEALS)
    except ValidationError as error:
        return error.messages


@pytest.mark.parametrize("schema", [Everything(), Peculiar()], ids=["everything", "peculiar"])
@given(data=st.dictionaries(st.sampled_from([*Everything().fields, "other", "more"]), values))
def test_whatever_comes_is_read_as_marshmallow_reads_it(schema: Reads, data: dict[str, Any]) -> None:
    assert by_us(schema, data) == by_marshmallow(schema, data)


def test_the_usual_never_comes_to_marshmallow(monkeypatch: pytest.MonkeyPatch) -> None:
    details = Details(Everything())
    monkeypatch.setattr(Everything, "load", None)
    data = {
        "text": "a",
        "number": None,
        "truth": True,
        "day": "2025-03-03",
        "id": str(UUID(int=1)),
        "texts": ["b"],
        "secret": SEALS.seal(b"7", ["us"]),
        "other": "c",
        "more": {},
    }
    found = details.read(data, SEALS)
    assert (found["secret"], found["id"], found["key"]) == (7, UUID(int=1), "c")
