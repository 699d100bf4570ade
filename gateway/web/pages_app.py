"""The app of the pages: languages, templates, visitors, forms, and every area that there is."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Request, current_app, request
from jinja2 import FileSystemLoader

from chassis.context import ServiceContext
from chassis.http import bare_app
from gateway.web import error_pages, kept, languages, page_context, recognition, security, static_files
from gateway.web.frame.admission import PUBLIC, admission_of, is_by_token_alone, is_form, mark
from gateway.web.security import forgery

HERE = Path(__file__).parent
UPLOAD_LIMIT = 6 * 1024 * 1024
"""Bytes of a form with a file; where none is handed in, `pages.documents` keeps forms as small as others."""


class InMemory(Request):
    """Files that come with a form never touch the disk: they are somebody's own, and not encrypted yet."""

    def _get_file_stream(self, *_: Any, **__: Any) -> BytesIO:
        return BytesIO()


def make_pages(context: ServiceContext, areas: Iterable[Blueprint]) -> Flask:
    """An app with the pages of these areas. Raises TypeError for a page that does not say who may open it."""
    app = bare_app(context, UPLOAD_LIMIT)
    app.request_class = InMemory
    app.jinja_loader = FileSystemLoader(HERE / "templates")
    security.register(app, context)
    languages.register(app, context.settings.timezone)
    app.before_request(recognition.by_page_cookie)
    app.before_request(_check_form)
    app.add_url_rule("/static/<path:filename>", "static", mark(static_files.serve, PUBLIC))
    for area in areas:
        app.register_blueprint(area)
    error_pages.register(app)
    page_context.register(app)
    if open_pages := [
        rule.rule for rule in app.url_map.iter_rules() if not _says_for_whom(app, rule.endpoint)
    ]:
        raise TypeError(f"Say who may open: {', '.join(open_pages)}.")
    return app


def _says_for_whom(app: Flask, endpoint: str) -> bool:
    return admission_of(app.view_functions[endpoint]) is not None


def _check_form() -> None:
    """Every form has its token, whoever sends it; but where a secret in the address is all that is asked."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in forgery.SAFE or is_by_token_alone(view):
        return
    try:
        forgery.check(request.form.get(forgery.FIELD))
    except forgery.Forged as forged:
        if forged.code != forgery.Forged.code or not is_form(view) or not kept.may_be_shown_again():
            raise
        kept.show_again()
