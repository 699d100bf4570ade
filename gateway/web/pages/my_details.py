"""A participant's own details: how they are called and reached; and who has seen their record."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, Form, ask, done, fetch, show
from gateway.web.pages.about_person import own_id
from gateway.web.pages.contact_answers import contact_of, start_of
from gateway.web.pages.readings import is_own, sittings

MOST_READINGS = 200

area = Area("my_details", __name__)
area.link(
    "details",
    _l("My details"),
    about=_l("How we reach you, in which language, and what is safe."),
    roles="participant",
    order=50,
)
area.link(
    "seen",
    _l("Who has seen my record"),
    about=_l("Everybody who has read it, when, and what of it."),
    roles="participant",
    order=70,
    in_navigation=False,
)


@area.page("/my/details", roles="participant")
def details() -> ResponseReturnValue:
    """What is written down about oneself."""
    return show("my/details.html", person=ask("casework", "GET", f"/participants/{own_id()}"))


@area.form_page("/my/details/change", roles="participant")
def change(form: Form) -> ResponseReturnValue:
    """Change how one is called and reached. Who one is, an adviser corrects."""
    path = f"/participants/{own_id()}"
    if form.sent:
        changes: dict[str, Any] = {
            "called": form.text("called"),
            "accessibility_needs": form.many("accessibility_needs"),
            "contact": contact_of(form),
        }
        form.send("casework", "PATCH", path, changes)
        return done(_("Your details are saved."), "my_details.details")
    record = fetch("casework", path)
    form.edits(record)
    form.starts_with(start_of(record.body["contact"]))
    return show("my/change.html", form=form)


@area.page("/my/record", roles="participant")
def seen() -> ResponseReturnValue:
    """Who has seen one's record, the latest first."""
    query = {"limit": MOST_READINGS, "cursor": request.args.get("cursor")}
    found = ask("casework", "GET", f"/participants/{own_id()}/access", query=query)
    others = [each for each in found["items"] if not is_own(each)]
    return show(
        "my/seen.html",
        sittings=sittings(others),
        own=len(found["items"]) - len(others),
        next=found["next"],
    )
