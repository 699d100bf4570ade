"""Leaving quickly: somebody comes in who must not see this. A link, so that it works everywhere at once."""

from urllib.parse import urlsplit

from flask import current_app, make_response, session
from flask.typing import ResponseReturnValue

from chassis.http import context
from gateway.actions import sessions
from gateway.web import recognition
from gateway.web.frame import PUBLIC, Area, show, visitor
from gateway.web.frame.own import own_transaction
from gateway.web.security import cookies

area = Area("leaving", __name__)
EVERYTHING = '"cache", "cookies", "storage"'
"""What the browser is to forget of this site."""


@area.page("/leave", roles=PUBLIC)
def leave() -> ResponseReturnValue:
    """Sign out, forget everything on this browser, and be somewhere harmless, which each instance chooses.

    The way on is a header: browsers put what it leads to in the place of this page in their history, so that
    going back shows no page of ours that is still open: each is asked for anew, and nobody is signed in.
    """
    if (known := visitor().known) is not None:
        with own_transaction() as database:
            sessions.sign_out(database, known)
    recognition.forget()
    session.clear()
    elsewhere = context().settings.quick_exit
    page = make_response(show("leaving/leave.html", elsewhere=elsewhere, called=urlsplit(elsewhere).hostname))
    page.headers["Refresh"] = f"0; url={elsewhere}"
    page.headers["Clear-Site-Data"] = EVERYTHING
    cookies.forget(page, current_app.config["WORKSTEAD_HTTPS"])
    return page
