"""A participant's own rights: a copy of everything, and what is to be put right."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, Form, ask, done, show
from gateway.web.pages.about_person import own_id

area = Area("my_rights", __name__)
area.link(
    "mine",
    _l("My data and my rights"),
    about=_l("Ask for a copy of everything, or for something to be put right."),
    roles="participant",
    order=72,
    in_navigation=False,
)


@area.page("/my/rights", roles="participant")
def mine() -> ResponseReturnValue:
    """What I asked for, and what came of it."""
    return show("rights/mine.html", **ask("casework", "GET", f"/participants/{own_id()}/rights"))


@area.page("/my/rights/copy", roles="participant", methods=("POST",))
def ask_for_copy() -> ResponseReturnValue:
    """I want a copy of everything."""
    path = f"/participants/{own_id()}/access-requests"
    ask("casework", "POST", path, json={}, key=request.form.get("idempotency_key"))
    return done(_("We have your request. You get the copy within one month."), "my_rights.mine")


@area.form_page("/my/rights/correction", roles="participant")
def correction(form: Form) -> ResponseReturnValue:
    """Something in my record is wrong."""
    if form.sent:
        said = {name: form.text(name) for name in ("part", "wrong", "right")}
        form.send("casework", "POST", f"/participants/{own_id()}/corrections", said)
        return done(_("We have your request. You get an answer within one month."), "my_rights.mine")
    return show("rights/correct.html", form=form)
