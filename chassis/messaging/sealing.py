"""Fields that only the named services can read.

On the wire a sealed field is `{"sealed": {"letters": {"key": …, "by": …, "box": …}}}`: a box for each reader
(`chassis.boxes`).
What was inside is padded, so that the length of a box says nothing about it. When a person is
erased, the boxes are taken out of every log, and `{"erased": true}` is left.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from marshmallow import Schema, fields

from chassis.keys import CannotOpen
from chassis.messaging.errors import Unreadable

ERASED: dict[str, Any] = {"erased": True}
"""What is left of a sealed field of a person who has been erased."""

PADDING = 256
"""Sealed texts are filled up to a multiple of this many bytes."""


class Seals(Protocol):
    """The part of a service's keyring that messages need."""

    def seal(self, data: bytes, to: Sequence[str]) -> dict[str, Any]:
        """Encrypt to the named services: `{"sealed": {service: {"key": id, "by": …, "box": base64}}}`."""

    def open(self, wire: Mapping[str, Any]) -> bytes:
        """Decrypt, with this service's own key, what was sealed to it."""


class Sealed(fields.Field[Any]):
    """A field of an event that is encrypted to the named services, and that nobody else can read."""

    def __init__(self, inner: fields.Field[Any], *, to: Sequence[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.inner = inner
        self.to = tuple(to)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return self.inner._serialize(value, attr, obj, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return self.inner.deserialize(value, attr, data, **kwargs)


class Opened(fields.Field[Any]):
    """The receiver's side of a sealed field: opened with the service's own key before it is loaded.

    It is None when the person has been erased since, whether or not the field is required.
    """

    def __init__(self, inner: fields.Field[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.inner = inner

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **kwargs: Any) -> Any:
        """None for what has been erased; otherwise as any other field."""
        return None if is_erased(value) else super().deserialize(value, attr, data, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return self.inner.deserialize(value, attr, data, **kwargs)


def is_sealed(value: Any) -> bool:
    """Whether this value of a payload is a sealed field, as it goes over the wire."""
    return isinstance(value, Mapping) and "sealed" in value


def is_erased(value: Any) -> bool:
    """Whether this value of a payload is what erasure left of a sealed field."""
    return isinstance(value, Mapping) and value.get("erased") is True and "sealed" not in value


def seal_fields(schema: Schema, data: dict[str, Any], seals: Seals) -> dict[str, Any]:
    """The payload with each sealed field encrypted to those who may read it."""
    return {name: _sealed(schema.fields[name], value, seals) for name, value in data.items()}


def open_fields(schema: Schema, data: Mapping[str, Any], seals: Seals) -> dict[str, Any]:
    """The payload with those sealed fields opened that the reader declares; the others stay shut."""
    return {name: _opened(schema.fields.get(name), value, seals) for name, value in data.items()}


def opened(value: Mapping[str, Any], seals: Seals) -> Any:
    """What is in a sealed field, as it is on the wire. Raises Unreadable when it was sealed to others."""
    try:
        return json.loads(seals.open(value))
    except (CannotOpen, ValueError) as error:
        raise Unreadable(f"A sealed field cannot be opened: {error}") from error


def stripped(data: Mapping[str, Any]) -> dict[str, Any]:
    """The payload without the contents of any sealed field."""
    return {name: ERASED if is_sealed(value) else value for name, value in data.items()}


def _sealed(field: fields.Field[Any], value: Any, seals: Seals) -> Any:
    if not isinstance(field, Sealed):
        return value
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return seals.seal(text.ljust(-(-len(text) // PADDING) * PADDING), field.to)


def _opened(field: fields.Field[Any] | None, value: Any, seals: Seals) -> Any:
    return opened(value, seals) if isinstance(field, Opened) and is_sealed(value) else value
