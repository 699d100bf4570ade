"""How pages ask for lists. Not an area of its own: it holds no page."""

from typing import Any

from flask import request


def given(**query: Any) -> dict[str, Any]:
    """A query without what is not asked for."""
    return {name: value for name, value in query.items() if value is not None}


def part_of_list(limit: int = 50, **query: Any) -> dict[str, Any]:
    """The part of a list that the address of the page asks for."""
    return given(limit=limit, cursor=request.args.get("cursor"), **query)
