"""What the schemas of every service's API have in common."""

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

from marshmallow import RAISE, ValidationError, fields, pre_load, validate
from marshmallow import Schema as MarshmallowSchema

from chassis.http.dumping import Dump, dump_of


class Schema(MarshmallowSchema):
    """The base of each body and query: it refuses undeclared fields and unstorable text."""

    class Meta:
        """A typing error in a field's name must not pass for an empty field."""

        unknown = RAISE

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        """As marshmallow does, by a reading of the schema that is made once."""
        if (dump := self._dump) is None:
            return super().dump(obj, many=many)
        return [dump(one) for one in obj] if (self.many if many is None else many) else dump(obj)

    @cached_property
    def _dump(self) -> Dump | None:
        return dump_of(self)

    @pre_load
    def refuse_unstorable(self, data: Any, **_: Any) -> Any:
        """NUL and lone surrogates are valid JSON, but no database can store them as text."""
        if isinstance(data, Mapping) and (wrong := [key for key in data if not storable(data[key])]):
            raise ValidationError({key: ["Take out the characters that cannot be shown."] for key in wrong})
        return data


class ProblemSchema(MarshmallowSchema):
    """What is wrong, as RFC 9457 says it, and for each field what to do about it."""

    type = fields.String(required=True, metadata={"description": "The kind of problem, as a URI."})
    title = fields.String(required=True, metadata={"description": "The kind of problem in a few words."})
    status = fields.Integer(required=True)
    code = fields.String(required=True, metadata={"description": "Stable: programs may rely on it."})
    detail = fields.String(required=True, metadata={"description": "What is wrong this time."})
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "For each field, what to do about it."},
    )
    correlation_id = fields.String(metadata={"description": "Quote it when you ask for help."})


class PageArgs(Schema):
    """Which page of a list: begin without a cursor, go on with the `next` of the page before."""

    cursor = fields.String(
        validate=validate.Length(1, 1000),
        metadata={"description": "`next` of the page before.", "pattern": "^[A-Za-z0-9_-]+$"},
    )
    limit = fields.Integer(
        load_default=50,
        validate=validate.Range(1, 200),
        metadata={"description": "How many items at most."},
    )


@cache
def page_of(item: type[MarshmallowSchema]) -> type[MarshmallowSchema]:
    """The schema of one page of such items; the same class each time, for a name may exist but once."""
    name = item.__name__.removesuffix("Schema")
    attributes = {
        "__doc__": f"One page of a list: {name}.",
        "items": fields.List(fields.Nested(item), required=True),
        "next": fields.String(
            required=True,
            allow_none=True,
            metadata={"description": "The cursor of the next page; null on the last one."},
        ),
    }
    return type(f"{name}PageSchema", (Schema,), attributes)


def storable(value: Any) -> bool:
    """Whether all text in this JSON value can be stored and shown."""
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, Mapping):
        return all(storable(key) and storable(part) for key, part in value.items())
    if isinstance(value, list | tuple):
        return all(storable(part) for part in value)
    return True
