"""One's own calendar program: a secret address that it reads, switched on and off."""

import hashlib
import secrets
from typing import Any
from uuid import UUID

from flask import Response, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from gateway.web import icalendars
from gateway.web.frame import PUBLIC, Area, Form, ask, done, show
from gateway.web.pages.about_person import PARTIES

SECRET_BYTES = 32
LONGEST = 100
"""No secret of ours has more letters."""

area = Area("calendars", __name__)


@area.page("/calendar", roles=PARTIES)
def mine() -> ResponseReturnValue:
    """The addresses that are on; what they are nobody can say again."""
    return show("calendars/mine.html", feeds=ask("casework", "GET", "/calendar-feeds")["items"])


@area.form_page("/calendar/new", roles=PARTIES)
def switch_on(form: Form) -> ResponseReturnValue:
    """Make an address. It is shown this once; casework learns only how to know it again."""
    if form.sent:
        secret = secrets.token_urlsafe(SECRET_BYTES)
        wanted = {
            "digest": _digest(secret),
            "discreet": form.flag("discreet"),
            "language": str(get_locale())[:2],
        }
        form.send("casework", "POST", "/calendar-feeds", wanted)
        address = url_for("calendars.read", secret=secret, _external=True)
        return show("calendars/made.html", address=address)
    return show("calendars/switch_on.html", form=form)


@area.page("/calendar/<uuid:feed_id>/off", roles=PARTIES, methods=("POST",))
def switch_off(feed_id: UUID) -> ResponseReturnValue:
    """The address is worth nothing any more."""
    key = request.form.get("idempotency_key")
    ask("casework", "POST", f"/calendar-feeds/{feed_id}/revocation", key=key)
    return done(
        _("That address is switched off. A calendar that reads it finds nothing more."), "calendars.mine"
    )


@area.page("/calendar/feed/<secret>.ics", roles=PUBLIC)
def read(secret: str) -> ResponseReturnValue:
    """What a calendar program reads. Whoever has the address may; a wrong one is not there (404)."""
    found: dict[str, Any] = ask("casework", "GET", f"/calendar-feeds/by-digest/{_digest(secret[:LONGEST])}")
    text = icalendars.written(found, url_for("home.home", _external=True))
    response: Response = current_app.response_class(text, mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'inline; filename="appointments.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(hashlib.sha256(text).hexdigest())
    return response.make_conditional(request)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
