"""Cover for leave: who stands in for whom, and from when to when."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, Form, ask, done, show, visitor
from gateway.web.pages.about_person import ADVISERS
from gateway.web.pages.colleagues import advisers
from gateway.web.pages.lists import part_of_list

area = Area("covers", __name__)
area.link(
    "all",
    _l("Cover for leave"),
    about=_l("Who sees to whose people while somebody is away."),
    roles=ADVISERS,
    order=16,
    in_navigation=False,
)


@area.page("/covers", roles=ADVISERS)
def all() -> ResponseReturnValue:
    """Today's covers and those to come."""
    found = ask("casework", "GET", "/covers", query=part_of_list())
    return show("covers/all.html", found=found, me_id=str(visitor().actor.id))


@area.form_page("/covers/new", roles=ADVISERS)
def arrange(form: Form) -> ResponseReturnValue:
    """Have a colleague stand in; a team leader arranges it for anybody."""
    leads = visitor().has("team leader")
    if form.sent:
        asked = {
            "adviser_id": form.text("adviser_id") if leads else None,
            "covered_by": form.text("covered_by"),
            "from_on": form.date("from_on"),
            "until_on": form.date("until_on"),
            "note": form.text("note"),
        }
        form.send("casework", "POST", "/covers", asked)
        return done(_("The cover is arranged."), "covers.all")
    return show("covers/arrange.html", form=form, advisers=advisers(), leads=leads)


@area.page("/covers/<uuid:cover_id>/end", roles=ADVISERS, methods=("POST",))
def end(cover_id: UUID) -> ResponseReturnValue:
    """The adviser is back."""
    key = request.form.get("idempotency_key")
    ask("casework", "POST", f"/covers/{cover_id}/ending", key=key)
    return done(_("The cover is over."), "covers.all")
