"""What stands around a view: its decorators note here what they do, for whoever does the same without Flask.

Only what is noted is known. A view with any other decorator between these has no steps: it is served in the
long way alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from marshmallow import Schema

View = Callable[..., Any]

_ATTRIBUTE = "workstead_steps"


@dataclass(frozen=True)
class Steps:
    """A view, and all that is done before and after it."""

    whose: View
    """The decorated function of which this is true: decorators copy a function's attributes."""
    view: View
    status: int
    answer: Schema
    body: Schema | None = None
    """Read from the request's JSON, and the view's first argument."""
    is_tagged: bool = False
    """Whether its answers have an ETag."""


def steps_of(view: View) -> Steps | None:
    """The steps of a view, if all of them are known."""
    steps: Steps | None = getattr(view, _ATTRIBUTE, None)
    return steps if steps is not None and steps.whose is view else None


def answers(decorated: View, view: View, status: int, schema: Any) -> View:
    """Note that a bare view is answered by this schema."""
    plain = _instance(schema)
    return _noted(decorated, None if plain is None else Steps(decorated, view, status, plain))


def reads(decorated: View, view: View, schema: Any) -> View:
    """Note that a body is read before; of two bodies neither is known."""
    before, body = steps_of(view), _instance(schema)
    known = before is not None and before.body is None and not before.is_tagged and body is not None
    return _noted(decorated, replace(before, body=body) if before and known else None)


def tags(decorated: View, view: View) -> View:
    """Note that answers are tagged."""
    before = steps_of(view)
    return _noted(decorated, before and replace(before, is_tagged=True))


def serves(decorated: View, view: View) -> View:
    """Note that the function goes on as it is, in a transaction."""
    return _noted(decorated, steps_of(view))


def _noted(decorated: View, steps: Steps | None) -> View:
    setattr(decorated, _ATTRIBUTE, steps and replace(steps, whose=decorated))
    return decorated


def _instance(schema: Any) -> Schema | None:
    made = schema() if isinstance(schema, type) else schema
    return made if isinstance(made, Schema) else None
