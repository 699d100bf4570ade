"""Two guards that every action puts between a request and the domain."""

from typing import TypeVar

from chassis.problems import Forbidden, NotFound

T = TypeVar("T")


def require(allowed: bool, detail: str = "You are not allowed to do this.") -> None:
    """Go on only if the rule allows it; else the actor is told that it exists and is not for them (403)."""
    if not allowed:
        raise Forbidden(detail)


def found(value: T | None, detail: str = "There is nothing here.") -> T:
    """Go on only with something that is there and that the actor may know of; else 404."""
    if value is None:
        raise NotFound(detail)
    return value
