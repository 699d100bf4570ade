"""How work is going: the one question that a participant in a job is asked now and then."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, Form, ask, done, show
from gateway.web.pages.about_person import own_id

area = Area("my_work", __name__)
area.link(
    "going",
    _l("How is work going?"),
    about=_l("One question now and then, once you are in work."),
    roles="participant",
    order=35,
    in_navigation=False,
)


@area.page("/my/work", roles="participant")
def going() -> ResponseReturnValue:
    """What was asked, and what was answered."""
    found = ask("casework", "GET", f"/participants/{own_id()}/in-work")
    checks = [check for plan in found["plans"] for check in reversed(plan["checks"])]
    return show("my_work/going.html", checks=checks)


@area.form_page("/my/work/<uuid:check_id>", roles="participant")
def answer(form: Form, check_id: UUID) -> ResponseReturnValue:
    """Answer it."""
    if form.sent:
        told = {"answer": form.text("answer"), "note": form.text("note")}
        form.send("casework", "POST", f"/in-work-checks/{check_id}/answer", told)
        return done(_("Thank you. Your adviser sees it too."), "my_work.going")
    return show("my_work/answer.html", form=form)
