"""What a service may say, and how."""

from datetime import date
from uuid import uuid4

import pytest
from jsonschema import Draft202012Validator
from marshmallow import fields
from tiny_services import CHANGED, Maker, ThingChanged

from chassis.messaging.errors import InvalidEvent, UnknownEvent
from chassis.messaging.events import Event, EventRegistry, Sealed, harmless


def test_the_newest_version_is_found_by_name() -> None:
    class Newer(Event):
        """The tenth form of it."""

        type = "workstead.maker.thing.changed.v10"

    class Middle(Event):
        """The ninth form of it."""

        type = "workstead.maker.thing.changed.v9"

    registry = EventRegistry("maker", [ThingChanged, Newer, Middle])
    assert registry.for_name("thing.changed") is Newer
    assert registry[CHANGED] is ThingChanged


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(UnknownEvent):
        Maker.events.for_name("thing.lost")


def test_a_field_must_be_sealed_or_declared_harmless() -> None:
    class Careless(Event):
        """It forgot to say why its field may be read."""

        type = "workstead.maker.thing.leaked.v1"
        name = fields.String()

    with pytest.raises(ValueError, match="neither sealed nor declared harmless"):
        EventRegistry("maker", [Careless])


def test_an_event_must_be_of_its_service_and_explained() -> None:
    class Foreign(Event):
        """It belongs to another."""

        type = "workstead.other.thing.changed.v1"

    class Silent(Event):
        type = "workstead.maker.thing.hushed.v1"

    with pytest.raises(ValueError, match="its type must be"):
        EventRegistry("maker", [Foreign])
    with pytest.raises(ValueError, match="say in a docstring"):
        EventRegistry("maker", [Silent])


def test_the_field_that_names_the_person_must_exist() -> None:
    class Nameless(Event):
        """Whom is it about?"""

        type = "workstead.maker.thing.changed.v1"
        person = "somebody_id"

    with pytest.raises(ValueError, match="somebody_id"):
        EventRegistry("maker", [Nameless])


def test_python_values_become_wire_values_and_what_is_empty_is_left_out() -> None:
    someone = uuid4()
    data = {"number": 1, "person_id": someone, "occurred_on": date(2025, 3, 3), "secret": None}
    wire = Maker.events.payload(CHANGED, data)
    assert wire == {"number": 1, "person_id": str(someone), "occurred_on": "2025-03-03"}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param({}, id="a required field is missing"),
        pytest.param({"number": 1, "nickname": "x"}, id="an undeclared field"),
        pytest.param({"number": "many"}, id="a wrong kind"),
        pytest.param({"number": 1, "occurred_on": "2025-03-03"}, id="a text for a date"),
    ],
)
def test_details_that_break_the_schema_are_refused(data: dict[str, object]) -> None:
    with pytest.raises(InvalidEvent):
        Maker.events.payload(CHANGED, data)


def test_the_person_is_the_subject_or_the_named_field() -> None:
    subject, someone = uuid4(), uuid4()
    assert Maker.events.person_of(CHANGED, subject, {"person_id": someone}) == someone
    assert Maker.events.person_of(CHANGED, subject, {}) is None
    assert Maker.events.person_of("workstead.maker.person.forgotten.v1", subject, {}) == subject
    assert Maker.events.person_of("workstead.maker.walk.stepped.v1", subject, {"step": 1}) is None


def test_the_json_schema_is_of_what_goes_over_the_wire() -> None:
    schema = Maker.events.json_schema(CHANGED)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    box = {"sealed": {"taker": {"key": "k", "box": "Ym94"}}}
    assert validator.is_valid({"number": 1, "secret": box})
    assert validator.is_valid({"number": 1, "secret": {"erased": True}, "added later": 1})
    assert not validator.is_valid({"number": "1"})
    assert not validator.is_valid({"number": 1, "secret": "open for all to see"})
    assert not validator.is_valid({"number": 1, "secret": {"sealed": {"other": box}}})
    assert schema["description"] == "Somebody changed a thing."
    assert schema["properties"]["secret"]["x-sealed-to"] == ["taker"]


def test_a_sealed_field_of_several_kinds_can_be_described() -> None:
    class Many(Event):
        """Several kinds of field."""

        type = "workstead.maker.thing.sorted.v1"
        codes = Sealed(fields.List(fields.String()), to=("taker",))
        days = fields.List(fields.Date(), metadata=harmless("days"))

    schema = EventRegistry("maker", [Many]).json_schema(Many.type)
    assert schema["properties"]["codes"]["x-sealed-content"]["type"] == "array"
    assert schema["properties"]["days"]["items"] == {"type": "string", "format": "date"}
