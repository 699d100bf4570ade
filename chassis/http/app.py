"""Builds the Flask app of a service from its blueprints."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask
from werkzeug.routing import Rule

from chassis.http import authentication, bodies, correlation
from chassis.http.access import access_of
from chassis.http.authentication import Authenticate, by_token
from chassis.http.blueprint import Blueprint
from chassis.http.current import EXTENSION
from chassis.http.document import document
from chassis.http.openapi import SECURITY_SCHEME, Api, schema_name
from chassis.http.ops import ops
from chassis.http.probes import probes
from chassis.http.short_way import ShortWay
from chassis.http.tokens import ActorTokens

if TYPE_CHECKING:
    from chassis.context import ServiceContext

BODY_LIMIT = 1024 * 1024


def create_app(
    context: "ServiceContext",
    blueprints: Sequence[Blueprint],
    *,
    authenticate: Authenticate | None = None,
    body_limit: int = BODY_LIMIT,
) -> Flask:
    """An app with these blueprints, health, metrics, operations and the OpenAPI document.

    `authenticate` finds out who asks, where that is not by actor token. Raises TypeError for a route that
    does not say who may come in.
    """
    app = bare_app(context, body_limit)
    tokens = ActorTokens.of(context)
    authentication.register(app, authenticate or by_token(tokens, context.name))
    api = Api(app, spec_kwargs={"marshmallow_plugin": MarshmallowPlugin(schema_name)})
    api.spec.components.security_scheme(
        SECURITY_SCHEME, {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    )
    for blueprint in (*blueprints, ops):
        api.register_blueprint(blueprint)
    app.register_blueprint(document(api))
    app.register_blueprint(probes)
    if open_doors := list(_routes_without_access(app)):
        raise TypeError(f"Say who may come in by: {', '.join(rule.rule for rule in open_doors)}.")
    if authenticate is None:
        short = ShortWay(app, context, tokens, min(body_limit, BODY_LIMIT))
        app.wsgi_app = short  # type: ignore[method-assign]  # Flask's way to wrap an app
    return app


def bare_app(context: "ServiceContext", body_limit: int = BODY_LIMIT) -> Flask:
    """An app without a route: limits, correlation, logs and measures are there."""
    app = Flask("workstead", static_folder=None, template_folder=None)
    app.config.update(
        API_TITLE=f"Workstead: {context.name}",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        MAX_CONTENT_LENGTH=body_limit,
        MAX_FORM_MEMORY_SIZE=body_limit,
        PROPAGATE_EXCEPTIONS=False,
    )
    bodies.register(app)
    app.url_map.strict_slashes = False
    # Two slashes are nobody's address; to lead on from there would build one from the Host header.
    app.url_map.merge_slashes = False
    app.extensions[EXTENSION] = context
    correlation.register(app, context.name)
    return app


def _routes_without_access(app: Flask) -> Iterator[Rule]:
    return (rule for rule in app.url_map.iter_rules() if access_of(app.view_functions[rule.endpoint]) is None)
