"""Reads JSON bodies strictly: one that is no JSON is a 400, one of another kind a 415."""

import json
from typing import Any, NoReturn

from flask import Request, abort
from webargs.core import is_json, missing
from webargs.flaskparser import FlaskParser

from chassis.problems import BadRequest


class StrictParser(FlaskParser):
    """The parser of flask-smorest, without its kindness to bodies that it cannot read."""

    def _raw_load_json(self, req: Request) -> Any:
        """The body as JSON; nothing at all counts as no fields, so that each is said to be missing."""
        body = req.get_data(cache=True)
        if not body:
            return missing
        if not is_json(req.mimetype):
            abort(415)
        return parsed(body)


def parsed(body: bytes) -> Any:
    """What a body says, strictly."""
    try:
        return json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        # Besides bad syntax: numbers of thousands of digits, text that is no UTF-8, nesting without end.
        raise BadRequest("This is not valid JSON. Look at what you sent.", code="not-json") from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON.")
