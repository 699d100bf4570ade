"""The blueprint of every resource: each view runs in one transaction, which is outermost, so that the
idempotency key, the work, the events and the stored response commit together or not at all.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, Protocol, cast

import flask_smorest
from flask import Response, g, make_response, request
from marshmallow import Schema as MarshmallowSchema
from sqlalchemy.orm import Session

from chassis.http import bodies, openapi, steps
from chassis.http.access import View, access_of
from chassis.http.current import actor, context
from chassis.http.idempotency import answered_once
from chassis.http.parsing import StrictParser
from chassis.http.schemas import storable
from chassis.problems import NotFound

SchemaOrClass = MarshmallowSchema | type[MarshmallowSchema]


class Decorator(Protocol):
    """Takes a view and gives a view of the same kind."""

    def __call__(self, view: View, /) -> View:
        """The view with something added."""


class Unchanged(Exception):
    """The asker's copy is still good (304). Not an error: what was recorded about the reading is kept."""

    def __init__(self, etag: str) -> None:
        super().__init__(etag)
        self.etag = etag


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    """A resource and its routes. Under each `route` stands `roles`, `signed_in`, `clients` or `public`."""

    ARGUMENTS_PARSER = StrictParser()

    def __init__(self, name: str, *, description: str = "", **options: Any) -> None:
        super().__init__(name, name, description=description, **options)
        self._prepare_doc_cbks.append(openapi.complete)

    def route(self, rule: str, *, methods: Sequence[str] = ("GET",), **options: Any) -> Decorator:
        """Serve a function at this rule; a parameter that is an id is written `<uuid:plan_id>`."""
        return cast(Decorator, super().route(rule, methods=list(methods), **options))

    def arguments(self, schema: SchemaOrClass, *, location: str = "json", **options: Any) -> Decorator:
        """Hand the body (or the query: `location="query"`) to the view, once it is valid."""
        decorate = super().arguments(schema, location=location, **options)
        if location != "json" or options:
            return cast(Decorator, decorate)
        return cast(Decorator, lambda view: steps.reads(decorate(view), view, schema))

    def response(
        self,
        status_code: int,
        schema: SchemaOrClass | Mapping[str, Any] | None = None,
        **options: Any,
    ) -> Decorator:
        """Answer with what the view returns, in the form of this schema."""
        decorate = super().response(status_code, schema, **options)
        return cast(Decorator, lambda view: steps.answers(decorate(view), view, status_code, schema))

    def etag(self, view: View) -> View:
        """Tag the answers, and refuse to change what has changed since it was read."""
        return cast(View, steps.tags(super().etag(view), view))

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        provide_automatic_options: bool | None = None,
        **options: Any,
    ) -> None:
        """Serve a function in a transaction of its own."""
        if view_func is None or isinstance(view_func, type):
            raise TypeError("A route needs a function.")
        served = in_one_transaction(view_func)
        # OPTIONS is asked across origins, which goes through the gateway alone.
        super().add_url_rule(
            rule, endpoint or view_func.__name__, served, provide_automatic_options=False, **options
        )

    def _store_endpoint_docs(
        self, endpoint: str, obj: Callable[..., Any], parameters: Any, tags: Any, **options: Any
    ) -> None:
        super()._store_endpoint_docs(endpoint, obj, parameters, tags, **options)
        methods = [method for method in self._docs[endpoint] if method != "parameters"]
        for method in methods:
            name = endpoint if len(methods) == 1 else f"{method}_{endpoint}"
            self._docs[endpoint][method]["operation_id"] = f"{self.name}.{name}"
            self._docs[endpoint][method]["access"] = access_of(obj)

    @staticmethod
    def _generate_etag(etag_data: Any, extra_data: Any = None) -> str:
        return bodies.tag_of(etag_data)

    def _set_etag_in_response(self, response: Response) -> None:
        """The bytes that go out are there already: flask-smorest would write them once more to tag them."""
        if request.method in self.METHODS_ALLOWING_SET_ETAG:
            tag = bodies.tag(response.get_data())
            self._check_not_modified(tag)
            response.set_etag(tag)

    def _check_not_modified(self, etag: str) -> None:
        if request.method in self.METHODS_CHECKING_NOT_MODIFIED and etag in request.if_none_match:
            raise Unchanged(etag)


def in_one_transaction(view: View) -> View:
    """The view, for those who may come in, in a transaction that commits before the response leaves."""

    @wraps(view)
    def served(**arguments: Any) -> Response:
        access = access_of(view)
        if access is None:
            raise TypeError(f"{view.__name__} does not say who may come in.")
        access.admit(actor())
        if not storable(arguments):
            raise NotFound

        def work(session: Session) -> Response:
            g.workstead_session = session
            return answered_once(session, lambda: _respond(view, arguments))

        return context().database.do(work, actor())

    return cast(View, steps.serves(served, view))


def _respond(view: Callable[..., Any], arguments: Mapping[str, Any]) -> Response:
    try:
        response: Response = make_response(view(**arguments))
    except Unchanged as unchanged:
        response = Response(status=304)
        response.set_etag(unchanged.etag)
    return response
