"""Asking to join by oneself: one thing to a page, saved at each step, found again by a code.

The code is kept by this browser until it is closed or somebody leaves; it stands in no address.
"""

from collections.abc import Mapping
from typing import Any

from flask import redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import PUBLIC, Area, Form, ServiceProblem, ask, choices, done, show, visitor
from gateway.web.pages.joining_parts import PARTS, at_its_field, part_of, rows, start_with

CODE = "joining"
MOST_TYPED = 40

area = Area("joining", __name__)


@area.form_page("/join", roles=PUBLIC)
def begin(form: Form) -> ResponseReturnValue:
    """Whom one asks, and that one can stop at any time."""
    if visitor().signed_in:
        return show("joining/signed_in.html")
    places = [
        (each["id"], each["name"]) for each in ask("casework", "GET", "/joining/organisations")["items"]
    ]
    if form.sent:
        asked = {"organisation_id": form.text("organisation_id") or ""}
        session[CODE] = form.send("casework", "POST", "/joining", asked)["code"]
        return redirect(url_for("joining.code"), 303)
    form.starts_with({"organisation_id": places[0][0] if len(places) == 1 else None})
    return show("joining/begin.html", form=form, places=places)


@area.page("/join/code", roles=PUBLIC)
def code() -> ResponseReturnValue:
    """The code by which one comes back, to be written down."""
    told = _come_back()
    return show("joining/code.html", code=session[CODE], told=told, first=PARTS[0].name)


@area.form_page("/join/return", roles=PUBLIC)
def come_back(form: Form) -> ResponseReturnValue:
    """Go on with what was begun. A code that leads nowhere says no more than that."""
    if form.sent:
        typed = (form.text("code") or "")[:MOST_TYPED]
        try:
            ask("casework", "POST", "/joining/return", json={"code": typed or "-"})
        except ServiceProblem as refused:
            raise _nothing_there(refused) from refused
        session[CODE] = typed
        return redirect(url_for("joining.check"), 303)
    return show("joining/return.html", form=form)


@area.form_page("/join/check", roles=PUBLIC)
def check(form: Form) -> ResponseReturnValue:
    """All answers before they are sent, each with the way to change it."""
    told = _come_back()
    if form.sent:
        form.send("casework", "POST", "/joining/sending", {"code": session[CODE]})
        session.pop(CODE, None)
        return redirect(url_for("joining.sent"), 303)
    answered = rows(told["answers"], lambda name: url_for("joining.part", name=name))
    return show("joining/check.html", form=form, rows=answered, told=told)


@area.page("/join/sent", roles=PUBLIC)
def sent() -> ResponseReturnValue:
    """What happens now."""
    return show("joining/sent.html")


@area.page("/join/leave", roles=PUBLIC, methods=("POST",))
def leave() -> ResponseReturnValue:
    """Forget on this browser that anything was begun; the code still leads back to it."""
    session.pop(CODE, None)
    return done(_l("This browser has forgotten it. Your code still works."), "home.home")


@area.form_page("/join/<name>", roles=PUBLIC)
def part(form: Form, name: str) -> ResponseReturnValue:
    """One thing to a page. What is typed is saved when one goes on."""
    chosen, following = part_of(name)
    told = _come_back()
    if form.sent:
        try:
            saved = {"code": session[CODE], "answers": chosen.told(form)}
            ask("casework", "POST", "/joining/answers", json=saved, key=form.key)
        except ServiceProblem as refused:
            raise at_its_field(refused) from refused
        return redirect(_next(following.name if following else None, told["answers"]), 303)
    form.starts_with(start_with(told["answers"]))
    return show("joining/part.html", form=form, page=chosen, mine=True, **_around(chosen.name))


def _around(name: str) -> dict[str, Any]:
    """Where one is, and the purposes to which one may say yes."""
    place = next(place for place, each in enumerate(PARTS) if each.name == name)
    purposes = choices("casework", "purposes") if name == "agreed" else []
    before = url_for("joining.part", name=PARTS[place - 1].name) if place else url_for("joining.code")
    return {"place": place + 1, "of": len(PARTS), "before_url": before, "purposes": purposes}


def _next(following: str | None, before: Mapping[str, Any]) -> str:
    """On to the next part; back to all answers, for whoever changes one of them."""
    if following is None or before.get("agreed"):
        return url_for("joining.check")
    return url_for("joining.part", name=following)


def _come_back() -> Any:
    """What was told under the code that this browser keeps."""
    if CODE not in session:
        raise ServiceProblem(404, detail=_("Begin again, or come back with your code."))
    return ask("casework", "POST", "/joining/return", json={"code": session[CODE]})


def _nothing_there(refused: ServiceProblem) -> ServiceProblem:
    if refused.status not in (404, 422):
        return refused
    advice = _("Nothing is open under this code. Check it, or begin again.")
    return ServiceProblem(422, code="nothing-there", detail=advice, errors={"code": [advice]})
