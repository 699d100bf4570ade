"""What a person sees when a page cannot be shown: what happened, that it is not their fault, what to do."""

from http import HTTPStatus
from urllib.parse import quote

import structlog
from flask import Flask, Response, make_response, redirect, render_template, request
from flask_babel import gettext
from werkzeug.exceptions import HTTPException

from chassis.http.refusals import as_problem
from chassis.problems import Problem, Unauthorised
from gateway.web import kept
from gateway.web.frame.form import Form
from gateway.web.frame.problem import ServiceProblem
from gateway.web.shown import dates_in_words

log = structlog.get_logger(__name__)

TEMPLATES = {403: "403", 404: "404", 405: "404", 410: "404", 502: "503", 503: "503", 504: "503"}


def register(app: Flask) -> None:
    """Answer whatever goes wrong while a page is made."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(ServiceProblem, _refused)
    app.register_error_handler(Exception, _any)


def error_page(status: int, *, detail: str = "", code: str = "") -> Response:
    """The page for this status."""
    name = "too-old" if code == "page-too-old" else TEMPLATES.get(status, "500" if status >= 500 else "400")
    said = dates_in_words(gettext(detail)) if detail else ""
    response = make_response(render_template(f"errors/{name}.html", status=status, detail=said))
    response.status_code = status
    return response


def _http(error: HTTPException) -> Response:
    if error.response is not None or (error.code or 500) < 400:
        return make_response(error.get_response())
    return error_page(error.code or 500)


def _refused(problem: ServiceProblem) -> Response:
    if problem.status == HTTPStatus.UNAUTHORIZED:
        return _to_sign_in()
    return error_page(problem.status, detail=problem.detail)


def _any(error: Exception) -> Response:
    if isinstance(error, Unauthorised):
        return _to_sign_in()
    problem = as_problem(error)
    if problem is not None:
        return error_page(problem.status, detail=problem.detail, code=problem.code)
    log.error("page failed", exc_info=error)
    return error_page(Problem.status)


def _to_sign_in() -> Response:
    """Sign in, and come back to where one wanted to go; with what was typed, if it was into a form."""
    typed = kept.of_this_form() if kept.is_too_old() else []
    if typed:
        values = {
            "form": Form(False, {}),
            "to": request.full_path.rstrip("?"),
            "kept": typed,
            "goes_to": "/sign-in",
        }
        return make_response(render_template("signing_in/sign_in.html", **values), HTTPStatus.FORBIDDEN)
    to = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return make_response(redirect(f"/sign-in?to={quote(to)}" if to != "/" else "/sign-in", 303))
