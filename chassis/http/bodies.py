"""JSON as it goes out, and the tag by which an answer is known again: both are made from the same bytes."""

import hashlib
import json
from typing import Any

import orjson
from flask import Flask, Response
from flask.json.provider import JSONProvider


class Json(JSONProvider):
    """Flask's way to JSON, by orjson: dates and ids are written as marshmallow would."""

    def dumps(self, obj: Any, **_: Any) -> str:
        """As text, which may be whatever JSON can say: half a letter too."""
        try:
            return orjson.dumps(obj).decode()
        except TypeError:
            return json.dumps(obj)

    def loads(self, s: str | bytes, **_: Any) -> Any:
        """From text."""
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """As an answer."""
        return Response(orjson.dumps(self._prepare_response_obj(args, kwargs)), mimetype="application/json")


def register(app: Flask) -> None:
    """Answer in this way."""
    app.json = Json(app)


def tag(body: bytes) -> str:
    """The ETag of an answer: the same as long as its bytes are."""
    return hashlib.blake2b(body, digest_size=20).hexdigest()


def tag_of(dumped: Any) -> str:
    """The ETag that an answer would have, of which this is the substance."""
    return tag(orjson.dumps(dumped))
