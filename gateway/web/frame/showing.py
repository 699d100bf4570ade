"""The two ways in which a page's view answers: it shows a template, or it is done and leads on."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for


def show(template: str, **values: Any) -> str:
    """The page that a template makes of these values."""
    return render_template(template, **values)


def done(message: Any, endpoint: str, **parts: Any) -> Response:
    """Lead on to another page (303), which begins with this message: `done(_("Saved."), "plans.mine")`."""
    flash(str(message), "success")
    response = redirect(url_for(endpoint, **parts), 303)
    assert isinstance(response, Response)
    return response
