"""Blueprints of the gateway's own API."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import flask_smorest
from flask import g

from chassis.http import Blueprint
from chassis.http.access import access_of


class Untied(Blueprint):
    """Views that open their transactions themselves, because what they write must stay when they refuse, or
    because a password is hashed in between. An idempotency key has no effect on them.
    """

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        provide_automatic_options: bool | None = None,
        **options: Any,
    ) -> None:
        """Serve a function to those who may come in, without a transaction around it."""
        assert view_func is not None
        served = _admitting(view_func)
        flask_smorest.Blueprint.add_url_rule(
            self, rule, endpoint or view_func.__name__, served, provide_automatic_options=False, **options
        )


def _admitting(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def served(**arguments: Any) -> Any:
        access = access_of(view)
        if access is None:
            raise TypeError(f"{view.__name__} does not say who may come in.")
        access.admit(g.workstead_actor)
        return view(**arguments)

    return served
