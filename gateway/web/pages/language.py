"""Choosing the language of the pages."""

from flask import redirect, request, session
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from gateway.web.addresses import local
from gateway.web.frame import PUBLIC, Area
from gateway.web.languages import LANGUAGES

area = Area("language", __name__)


@area.page("/language/<code>", roles=PUBLIC)
def choose(code: str) -> ResponseReturnValue:
    """Remember the language on this browser, and go back to where one was."""
    if code not in LANGUAGES:
        raise NotFound
    session["language"] = code
    return redirect(local(request.args.get("to")), 303)
