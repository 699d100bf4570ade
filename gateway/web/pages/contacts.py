"""Noting a contact in ten seconds, and the list of those whom somebody has to ring."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from gateway.web.frame import Area, Form, Question, ServiceProblem, ask, ask_together, done, show, visitor
from gateway.web.pages.about_person import ADVISERS, shown
from gateway.web.pages.lists import given, part_of_list

area = Area("contacts", __name__)
area.link(
    "calls",
    _l("Calls to make"),
    about=_l("Those whom no message reaches: whom to ring, when it is safe, and what to say."),
    roles=ADVISERS,
    order=14,
)
CALLS = 200
MY_DAY = "my-day"
"""Whoever notes a call on the morning's list goes back to it."""


@area.page("/calls", roles=ADVISERS)
def calls() -> ResponseReturnValue:
    """Whom to ring, the most pressing first."""
    return show("contacts/calls.html", found=ask("casework", "GET", "/call-list", query=part_of_list()))


@area.form_page("/people/<uuid:person_id>/contacts/new", roles=ADVISERS)
def note(form: Form, person_id: UUID) -> ResponseReturnValue:
    """Note a contact: by phone just now, unless something else is said."""
    call_id = form.text("call_id") or request.args.get("call_id")
    if form.sent:
        _record(form, person_id, call_id if form.flag("reached") else None)
        return _next(person_id, call_id, form.text("back"))
    form.starts_with({"channel": "phone", "direction": "out", "reached": True})
    beside = ask_together(
        {"advice": Question("casework", f"/participants/{person_id}/contact-advice"), **_calls(call_id)}
    )
    return shown(
        "contacts/note.html",
        person_id,
        form=form,
        call=_call(beside.get("calls"), call_id),
        call_id=call_id,
        advice=beside["advice"],
    )


@area.form_page("/contacts/group", roles=ADVISERS)
def group(form: Form) -> ResponseReturnValue:
    """One contact that several people had, such as a job club."""
    if form.sent:
        said = {
            "participant_ids": form.many("participant_ids"),
            "channel": form.text("channel"),
            "direction": "out",
            "summary": form.text("summary"),
            "occurred_at": form.moment("occurred_at"),
            "because": form.text("because"),
        }
        count = form.send("casework", "POST", "/group-contacts", said)["recorded"]
        return done(
            ngettext("Noted for %(num)s person.", "Noted for %(num)s people.", count), "caseload.people"
        )
    whose = None if request.args.get("whose") == "all" else visitor().actor.id
    found = ask("casework", "GET", "/participants", query=given(limit=CALLS, adviser_id=whose))
    form.starts_with({"channel": "in-person"})
    people = [(each["id"], f"{each['full_name']}, {each['reference']}") for each in found["items"]]
    return show("contacts/group.html", form=form, people=people, everybody=whose is None)


def _record(form: Form, person_id: UUID, call_id: str | None) -> None:
    if form.text("summary") is None:
        raise ServiceProblem(
            422, errors={"summary": [_("Say in a few words how it went, or that nobody answered.")]}
        )
    said = {
        "channel": form.text("channel"),
        "direction": form.text("direction"),
        "summary": form.text("summary"),
        "assisted": form.flag("assisted"),
        "occurred_at": form.moment("occurred_at"),
        "call_id": call_id,
        "voicemail": form.flag("voicemail") or None,
        "own_name": form.flag("own_name") or None,
        "because": form.text("because"),
    }
    form.send("casework", "POST", f"/participants/{person_id}/contacts", said)


def _next(person_id: UUID, call_id: str | None, back: str | None) -> ResponseReturnValue:
    if back == MY_DAY:
        return done(_("The call is noted.") if call_id else _("The contact is noted."), "my_day.morning")
    if call_id:
        return done(_("The call is noted."), "contacts.calls")
    return done(_("The contact is noted."), "person.case", person_id=person_id)


def _calls(call_id: str | None) -> dict[str, Question]:
    return {} if call_id is None else {"calls": Question("casework", "/call-list", {"limit": CALLS})}


def _call(found: Any, call_id: str | None) -> dict[str, Any] | None:
    """The call of the list that is being made; none where it has been made meanwhile."""
    return next((each for each in found["items"] if each["id"] == call_id), None) if found else None
