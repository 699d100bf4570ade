"""Where people have sent nearly the same letters, and the texts that people are handed."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, Form, ask, done, show
from gateway.web.pages.about_person import ADVISERS
from gateway.web.pages.lists import part_of_list

area = Area("alike_letters", __name__)
area.link(
    "clusters",
    _l("Letters that are alike"),
    about=_l("Where several people have sent nearly the same letter or CV, so that you can help them."),
    roles=ADVISERS,
    order=34,
    in_navigation=False,
)


@area.page("/copies", roles=ADVISERS)
def clusters() -> ResponseReturnValue:
    """Who, when and how many; never what they wrote."""
    return show(
        "alike_letters/clusters.html", found=ask("casework", "GET", "/copy-clusters", query=part_of_list())
    )


@area.page("/copies/templates", roles=ADVISERS)
def given() -> ResponseReturnValue:
    """The texts that our people are handed."""
    return show("alike_letters/given.html", found=ask("casework", "GET", "/given-texts"))


@area.form_page("/copies/templates/new", roles=ADVISERS)
def give(form: Form) -> ResponseReturnValue:
    """Tell of another one."""
    if form.sent:
        answers = {name: form.text(name) for name in ("title", "text")}
        form.send("casework", "POST", "/given-texts", answers)
        return done(_("Nobody is warned of that text from now on."), "alike_letters.given")
    return show("alike_letters/give.html", form=form)


@area.page("/copies/templates/<uuid:given_id>/remove", roles=ADVISERS, methods=("POST",))
def remove(given_id: UUID) -> ResponseReturnValue:
    """It is handed out no more."""
    ask("casework", "POST", f"/given-texts/{given_id}/removal", key=request.form.get("idempotency_key"))
    return done(_("What is in that text counts again."), "alike_letters.given")
