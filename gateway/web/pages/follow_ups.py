"""With whom an adviser should have a word, for they did not come: a list, and what came of it."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, Form, Question, ask, done, show
from gateway.web.pages.about_person import ADVISERS
from gateway.web.pages.about_time import AT_MOST
from gateway.web.pages.lists import part_of_list

area = Area("follow_ups", __name__)
area.fact(
    "to_see_to",
    _l("People to have a word with, who did not come"),
    Question("casework", "/follow-ups", {"limit": AT_MOST}),
    lambda body: len(body["items"]) or None,
    roles=ADVISERS,
    order=13,
)


@area.page("/follow-ups", roles=ADVISERS)
def to_see_to() -> ResponseReturnValue:
    """The most pressing first."""
    return show(
        "follow_ups/to_see_to.html", found=ask("casework", "GET", "/follow-ups", query=part_of_list())
    )


@area.form_page("/follow-ups/<uuid:follow_up_id>", roles=ADVISERS)
def close(form: Form, follow_up_id: UUID) -> ResponseReturnValue:
    """Say what came of it."""
    if form.sent:
        said = {"outcome": form.text("outcome"), "note": form.text("note")}
        form.send("casework", "POST", f"/follow-ups/{follow_up_id}/closure", said)
        return done(_("Noted. Nothing follows from it by itself."), "follow_ups.to_see_to")
    return show("follow_ups/close.html", form=form)
