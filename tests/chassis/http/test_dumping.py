"""What the quick way writes is what marshmallow writes."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from types import MappingProxyType, SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from marshmallow import Schema as Plain
from marshmallow import fields, post_dump

from chassis.http import Schema
from chassis.http.dumping import dump_of

ID = UUID("01a20229-dae7-71ff-9fbe-4ce0aa9ef0d0")


class CrumbSchema(Schema):
    """A part."""

    size = fields.Integer(required=True)
    label = fields.String()


class LoafSchema(Schema):
    """One field of each kind that answers are made of."""

    id = fields.UUID(attribute="loaf.id")
    name = fields.String(attribute="loaf.name", allow_none=True)
    first = fields.Date(data_key="from", attribute="loaf.first")
    at = fields.AwareDateTime(attribute="loaf.at")
    hour = fields.Time(format="%H:%M")
    weight = fields.Float()
    slices = fields.Integer()
    fresh = fields.Boolean()
    tags = fields.List(fields.String())
    crumb = fields.Nested(CrumbSchema)
    crumbs = fields.List(fields.Nested(CrumbSchema))
    many = fields.Nested(CrumbSchema, many=True)
    anything = fields.Raw()
    words = fields.Dict(keys=fields.String(), values=fields.String())
    made = fields.Function(lambda thing: "made")
    fallback = fields.String(dump_default="none")
    secret = fields.String(load_only=True)
    absent = fields.String()


LOAF = SimpleNamespace(
    id=ID, name="Rye", first=date(2025, 3, 3), at=datetime(2025, 3, 3, 9, 0, 0, 5, tzinfo=UTC)
)
THING: dict[str, Any] = {
    "loaf": LOAF,
    "hour": time(9, 30),
    "weight": 1.5,
    "slices": 12,
    "fresh": True,
    "tags": ["a", None, "b"],
    "crumb": {"size": 1, "label": "x"},
    "crumbs": [{"size": 1}, SimpleNamespace(size=2, label=None)],
    "many": [{"size": 3}],
    "anything": {"x": [1]},
    "words": {"en": "bread"},
    "secret": "never",
}


@pytest.mark.parametrize(
    "thing",
    [
        THING,
        MappingProxyType(THING),
        SimpleNamespace(**THING),
        {**THING, "loaf": None, "crumb": None, "crumbs": [], "fresh": None, "tags": None},
        {"loaf": {"id": str(ID), "name": None}, "slices": "12", "fresh": "yes"},
        {},
    ],
)
def test_it_writes_what_marshmallow_writes(thing: Mapping[str, Any] | object):
    schema = LoafSchema()
    assert schema.dump(thing) == Plain.dump(schema, thing)
    assert list(schema.dump(thing)) == list(Plain.dump(schema, thing))
    assert schema.dump([thing, thing], many=True) == Plain.dump(schema, [thing, thing], many=True)


@pytest.mark.parametrize(
    "options", [{"only": ("name", "crumb.size")}, {"exclude": ("name",)}, {"many": True}]
)
def test_it_heeds_what_a_schema_was_made_with(options: dict[str, Any]):
    schema = LoafSchema(**options)
    thing: Any = [THING] if options.get("many") else THING
    assert schema.dump(thing) == Plain.dump(schema, thing)


def test_a_schema_with_a_way_of_its_own_keeps_it():
    class Odd(Schema):
        name = fields.String()

        @post_dump
        def shout(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
            return {"name": data["name"].upper()}

    assert dump_of(Odd()) is None
    assert Odd().dump({"name": "rye"}) == {"name": "RYE"}
