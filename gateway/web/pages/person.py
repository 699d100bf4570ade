"""The record of one person: the case page, how to reach them, who looks after them, who has read it."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from gateway.web.frame import Area, Form, ask, done, fetch, show, visitor
from gateway.web.pages.about_person import ADVISERS, READERS, shown
from gateway.web.pages.contact_answers import contact_of, start_of
from gateway.web.pages.drafting import OPEN
from gateway.web.pages.readings import sittings

area = Area("person", __name__)


@area.page("/people/<uuid:person_id>", roles=READERS)
def case(person_id: UUID) -> ResponseReturnValue:
    """Who it is, how things stand and what comes next: one call, which is written down once."""
    summary = ask("casework", "GET", f"/participants/{person_id}/summary")
    person = summary["participant"]
    if summary.get("merged_into"):
        where = _("%(reference)s was merged into this record.", reference=person["reference"])
        return done(where, "person.case", person_id=summary["merged_into"])
    return show(
        "person/case.html",
        person_id=person_id,
        may_write=visitor().has(*ADVISERS),
        may_take_on=visitor().has("adviser") and person["adviser_id"] != str(visitor().actor.id),
        tasks=_to_do(summary),
        in_work=any(each["kind"] != "benefit" and each["state"] == "current" for each in summary["spells"]),
        **summary,
        person=person,
    )


@area.form_page("/people/<uuid:person_id>/details", roles=ADVISERS)
def details(form: Form, person_id: UUID) -> ResponseReturnValue:
    """Correct who somebody is and how they are reached. Nobody's change is overwritten."""
    if form.sent:
        changes = _changes(form) | {"contact": contact_of(form)}
        form.send("casework", "PATCH", f"/participants/{person_id}", changes)
        return done(_("The details are saved."), "person.case", person_id=person_id)
    record = fetch("casework", f"/participants/{person_id}")
    form.edits(record)
    form.starts_with(start_of(record.body["contact"]))
    return show("person/details.html", form=form, person=record.body, person_id=person_id)


@area.page("/people/<uuid:person_id>/adviser", roles="adviser", methods=("POST",))
def take_on(person_id: UUID) -> ResponseReturnValue:
    """From today on the visitor looks after this person."""
    ask(
        "casework",
        "POST",
        f"/participants/{person_id}/allocation",
        json={"adviser_id": str(visitor().actor.id)},
        key=request.form.get("idempotency_key"),
    )
    return done(_("You look after them from now on."), "person.case", person_id=person_id)


@area.page("/people/<uuid:person_id>/readers", roles="data-protection officer")
def readers(person_id: UUID) -> ResponseReturnValue:
    """Who has read this record, and what of it."""
    query = {"limit": 50, "cursor": request.args.get("cursor")}
    found = ask("casework", "GET", f"/participants/{person_id}/access", query=query)
    return shown("person/readers.html", person_id, sittings=sittings(found["items"]), next=found["next"])


def _changes(form: Form) -> dict[str, Any]:
    return {
        "full_name": form.text("full_name"),
        "called": form.text("called"),
        "date_of_birth": form.date("date_of_birth"),
        "national_insurance_number": form.text("national_insurance_number"),
        "accessibility_needs": form.many("accessibility_needs"),
        "out_of_work_since": form.date("out_of_work_since"),
    }


def _to_do(summary: dict[str, Any]) -> dict[str, Any]:
    """What waits for somebody: a plan to be answered or finished, suggestions that nobody has answered."""
    upcoming = summary["next_plan"]
    return {
        "no_plan": summary["plan"] is None and upcoming is None,
        "plan": upcoming,
        "unanswered": [each for each in summary["recommendations"] if each["status"] == "open"],
        "open_actions": [
            each for each in (summary["plan"] or {}).get("actions", ()) if each["status"] in OPEN
        ],
    }
