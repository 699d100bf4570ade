"""Breaches of personal data: the log, and the 72 hours until the Information Commissioner hears of it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from chassis import clock
from gateway.web.frame import Area, Form, ask, done, show
from gateway.web.pages.lists import part_of_list
from gateway.web.pages.rights import OFFICER

area = Area("breaches", __name__)


@area.page("/breaches", roles=OFFICER)
def all() -> ResponseReturnValue:
    """The organisation's breaches, the latest first."""
    found = ask("casework", "GET", "/breaches", query=part_of_list())
    return show("breaches/all.html", found=found, left=left)


@area.form_page("/breaches/new", roles=OFFICER)
def record(form: Form) -> ResponseReturnValue:
    """Write a breach down."""
    if form.sent:
        said = {
            "noticed_at": form.moment("noticed_at") or clock.now().isoformat(),
            "what": form.text("what"),
            "people": form.number("people"),
            "risk": form.text("risk"),
        }
        made = form.send("casework", "POST", "/breaches", said)
        return done(_("The breach is in the log. The 72 hours run."), "breaches.one", breach_id=made["id"])
    return show("breaches/record.html", form=form)


@area.page("/breaches/<uuid:breach_id>", roles=OFFICER)
def one(breach_id: UUID) -> ResponseReturnValue:
    """One breach with its clock and its log."""
    return show("breaches/one.html", breach=ask("casework", "GET", f"/breaches/{breach_id}"), left=left)


@area.form_page("/breaches/<uuid:breach_id>/<any(notes,report,telling,closing):step>", roles=OFFICER)
def go_on(form: Form, breach_id: UUID, step: str) -> ResponseReturnValue:
    """Note something, report it, tell people, close it."""
    if form.sent:
        form.send("casework", "POST", f"/breaches/{breach_id}/{step}", _said(form, step))
        return done(_("It is in the log."), "breaches.one", breach_id=breach_id)
    return show("breaches/go_on.html", form=form, breach_id=breach_id, step=step)


def left(breach: dict[str, Any]) -> int:
    """Whole hours until a report is late; less than nothing once it is."""
    due = datetime.fromisoformat(breach["due_at"])
    return int((due - clock.now().astimezone(UTC)).total_seconds() // 3600)


def _said(form: Form, step: str) -> dict[str, Any]:
    if step == "notes":
        return {"words": form.text("words"), "risk": form.text("risk")}
    if step == "report":
        names = ("reference", "late_reason")
        return {"at": form.moment("at")} | {name: form.text(name) for name in names}
    if step == "telling":
        return {"at": form.moment("at"), "how": form.text("how")}
    return {"reason": form.text("reason")}
