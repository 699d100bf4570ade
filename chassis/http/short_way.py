"""The short way to a service's views, for requests that are plainly in order; all others go through Flask.

A request takes it if its route is made of nothing but what `steps` knows, and if nothing about it needs a
closer look: a plain address without a query, a bearer token, no condition, a body that is said to be JSON.
What is done is the same, by the same functions: the token, the roles, one transaction with the key, the work,
the events and the stored answer, the schema, the tag, the problems, the trace, the measure and the line in
the log. Whatever turns out to be unusual on the way begins anew on the long one; nothing is committed before.
"""

import time
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Flask, Response
from sqlalchemy.exc import SQLAlchemyError
from structlog.contextvars import bound_contextvars
from werkzeug.exceptions import HTTPException

from chassis import tracing
from chassis.actor import ANONYMOUS
from chassis.http import correlation, current, errors, idempotency
from chassis.http.authentication import bearer_of
from chassis.http.current import Asked
from chassis.http.short_routes import Route, Routes
from chassis.http.short_work import Answer, Unusual, done, sent_with
from chassis.http.tokens import ActorTokens

if TYPE_CHECKING:
    from chassis.context import ServiceContext

Environ = dict[str, Any]
OWN_WAY = ("HTTP_EXPECT", "HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_RANGE", "HTTP_TRANSFER_ENCODING")
"""Headers with which a request takes the long way."""

OUTSIDE = "Working outside of "
"""So Flask begins to say that it has no request, or no app."""


class ShortWay:
    """A WSGI app before the service's Flask app."""

    def __init__(self, app: Flask, context: "ServiceContext", tokens: ActorTokens, body_limit: int) -> None:
        """`body_limit`: a larger body takes the long way, where a route may take more than others."""
        self._long_way: Any = app.wsgi_app
        self._context = context
        self._tokens = tokens
        self._routes = Routes(app)
        self._body_limit = body_limit

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer by whichever way."""
        if (found := self._found(environ)) is not None:
            try:
                answer = self._through(environ, *found)
            except Unusual:
                pass
            else:
                start_response(_status(answer.status), answer.headers)
                return [answer.body]
        otherwise: Iterable[bytes] = self._long_way(environ, start_response)
        return otherwise

    def _found(self, environ: Environ) -> tuple[Route, dict[str, UUID]] | None:
        """None as soon as anything is not plainly in order."""
        if environ.get("QUERY_STRING") or environ.get("SCRIPT_NAME") or "HTTP_AUTHORIZATION" not in environ:
            return None
        if any(name in environ for name in OWN_WAY):
            return None
        return self._routes.find(environ["REQUEST_METHOD"], environ["PATH_INFO"])

    def _through(self, environ: Environ, route: Route, ids: dict[str, UUID]) -> Answer:
        began, method, name = time.perf_counter(), environ["REQUEST_METHOD"], self._context.name
        identifier = correlation.given_or_new(environ.get("HTTP_X_CORRELATION_ID", ""))
        token = current.short.set(asked := Asked(self._context, identifier, ANONYMOUS))
        try:
            with (
                tracing.continuing(environ.get("HTTP_TRACEPARENT"), f"{method} {route.rule}"),
                bound_contextvars(service=name, correlation_id=identifier),
            ):
                answer = self._answer(environ, asked, route, ids)
                correlation.report(name, method, route.rule, answer.status, began, identifier)
        finally:
            current.short.reset(token)
        answer.headers += correlation.always(identifier)
        return answer

    def _answer(self, environ: Environ, asked: Asked, route: Route, ids: dict[str, UUID]) -> Answer:
        try:
            who = bearer_of(environ["HTTP_AUTHORIZATION"], self._tokens, self._context.name)
            asked.actor = replace(who, correlation_id=asked.correlation_id)
            route.access.admit(asked.actor)
            return done(asked, route, ids, sent_with(environ, route, self._body_limit))
        except Unusual:
            raise
        except Exception as error:
            if _needs_flask(error):
                self._routes.leave(route)
                raise Unusual from None
            if _needs_other_words(error, route) or idempotency.is_known(error):
                raise Unusual from None
            if isinstance(error, HTTPException):
                return _refused(errors.answer_http(error))
            return _refused(errors.answer_any(error))


def _needs_flask(error: Exception) -> bool:
    """Whether a view has asked for what Flask alone knows, such as its `request`."""
    return isinstance(error, RuntimeError) and str(error).startswith(OUTSIDE)


def _needs_other_words(error: Exception, route: Route) -> bool:
    """What failed in the database may have been done all the same: that is never begun anew."""
    return route.has_own_words and not isinstance(error, SQLAlchemyError)


def _refused(response: Response) -> Answer:
    return Answer(response.status_code, response.headers.to_wsgi_list(), response.get_data())


@cache
def _status(code: int) -> str:
    return f"{code} {HTTPStatus(code).phrase.upper()}"
