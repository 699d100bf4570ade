"""What was typed into a form that could not be taken as it came: the session had ended, or the page was open
too long. Nothing is done with it and nothing is stored: it travels in the pages until its writer sends it.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import g, request

from gateway.web.security import cookies, forgery

PREFIX = "kept."
SHOW_AGAIN = "show_again"
"""The field with which a form asks to be shown with what was typed, and not to be sent."""
SECRETS = frozenset(("password", "new_password", forgery.FIELD, SHOW_AGAIN))
MOST = 40_000
"""Characters: a page has to stay light."""


def of_this_form() -> list[tuple[str, str]]:
    """What came with this request, under names by which it can pass through signing in; no passwords, and
    nothing at all on a computer that others use.
    """
    if cookies.is_on_shared_computer():
        return []
    return _within(
        (PREFIX + name, value)
        for name, value in request.form.items(multi=True)
        if name not in SECRETS and not name.startswith(PREFIX)
    )


def passed_on() -> list[tuple[str, str]]:
    """The same behind the sign-in: what came with it, under the names that it had at first."""
    found = ((n.removeprefix(PREFIX), v) for n, v in request.form.items(multi=True) if n.startswith(PREFIX))
    return _within(found)


def may_be_shown_again() -> bool:
    """Whether one of our own pages sent this, as browsers say with each form: then nobody else typed it."""
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc == request.host


def show_again() -> None:
    """This form is not to be sent: it came with a token that is too old."""
    g.form_is_too_old = True


def is_too_old() -> bool:
    """Whether the token of this form was too old."""
    return bool(g.get("form_is_too_old", False))


def is_shown_again() -> bool:
    """Whether this form is only to be shown, with all that it holds."""
    return is_too_old() or SHOW_AGAIN in request.form


def _within(found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    values = list(found)
    return values if sum(len(name) + len(value) for name, value in values) <= MOST else []
