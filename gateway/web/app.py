"""Builds the door: pages in one Flask app, the API in another, and the way to each by address."""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any, cast

from flask import Flask, request

from chassis import tls
from chassis.context import ServiceContext
from chassis.http import ActorTokens
from gateway.actions.bootstrap import ensure_operator
from gateway.web.api.app import make_api
from gateway.web.api.passage import Passage
from gateway.web.audience import Audience
from gateway.web.door import EXTENSION, Door
from gateway.web.frame import Area
from gateway.web.pages import areas
from gateway.web.pages_app import make_pages
from gateway.web.security import cookies
from gateway.web.services import Services

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
FILES = re.compile(r"/api/casework/(participants/[^/]+/documents|documents/[^/]+/editions)")
FILE_LIMIT = 8 * 1024 * 1024
FOR_THE_API = ("/api/", "/health/", "/metrics")


def make_app(context: ServiceContext, more: Iterable[Area] = ()) -> Flask:
    """The gateway's app, with areas of pages besides its own. Its operator's account is made if need be."""
    ensure_operator(context)
    audience = Audience(cookies.key_for(context, "audiences"))
    tokens, secrecy = ActorTokens.of(context), tls.asking(context.settings)
    held = Door(context, Services(context.settings.url_of, tokens, audience, secrecy=secrecy))
    pages, api = make_pages(context, (*areas(), *more)), make_api(context)
    api.before_request(let_files_in)
    held.own_document = lambda: _document_of(api)
    for app in (pages, api):
        app.extensions[EXTENSION] = held
    short = Passage(api.wsgi_app, held, api.config["MAX_CONTENT_LENGTH"])
    route = _by_address(pages.wsgi_app, short)
    pages.wsgi_app = route  # type: ignore[method-assign,assignment]  # Flask's documented way to wrap an app
    return pages


def let_files_in() -> None:
    """Programs hand in files in base64, which are larger than any other body."""
    if request.method == "POST" and FILES.fullmatch(request.path):
        request.max_content_length = FILE_LIMIT


def _document_of(api: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(api.view_functions["document.openapi"]().get_data())
    return document


def _by_address(pages: Any, api: Any) -> WsgiApp:
    def route(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        chosen = api if environ.get("PATH_INFO", "").startswith(FOR_THE_API) else pages
        return cast(Iterable[bytes], chosen(environ, start_response))

    return route
