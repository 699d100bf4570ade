"""Staying in work: who asks for help or has gone quiet, and how it goes with each."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from chassis import clock
from gateway.web.frame import Area, Form, Question, ask, ask_together, done, show
from gateway.web.pages.about_person import ADVISERS, shown
from gateway.web.pages.contacts import MY_DAY
from gateway.web.pages.lists import part_of_list

area = Area("staying", __name__)
area.link(
    "board",
    _l("Staying in work"),
    about=_l("How it goes with people who have started a job: who asks for help, and who has gone quiet."),
    roles=ADVISERS,
    order=33,
    in_navigation=False,
)
BENEFIT = "benefit"


@area.page("/staying-in-work", roles=ADVISERS)
def board() -> ResponseReturnValue:
    """Those first who ask for help or have stopped answering."""
    return show("staying/board.html", found=ask("casework", "GET", "/in-work", query=part_of_list()))


@area.page("/people/<uuid:person_id>/staying", roles=ADVISERS)
def person(person_id: UUID) -> ResponseReturnValue:
    """Questions and answers, leaving and coming back, and what was seen."""
    found = ask("casework", "GET", f"/participants/{person_id}/in-work")
    spells = Question("casework", f"/participants/{person_id}/spells", {"limit": 50})
    jobs = ask_together({"spells": spells})["spells"]
    items = [each for each in jobs["items"] if each["kind"] != BENEFIT] if jobs else []
    return shown("staying/person.html", person_id, found=found, jobs=items, by_job=_by_job(found))


@area.page("/people/<uuid:person_id>/staying/<uuid:spell_id>/begin", roles=ADVISERS, methods=("POST",))
def begin(person_id: UUID, spell_id: UUID) -> ResponseReturnValue:
    """Keep in touch about this job."""
    ask("casework", "POST", f"/spells/{spell_id}/in-work-plan", key=request.form.get("idempotency_key"))
    return done(_("They are asked one question now and then."), "staying.person", person_id=person_id)


@area.page("/people/<uuid:person_id>/staying/<uuid:plan_id>/settle", roles=ADVISERS, methods=("POST",))
def settle(person_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """They have been spoken to."""
    key = request.form.get("idempotency_key")
    ask("casework", "POST", f"/in-work-plans/{plan_id}/settlement", key=key)
    return done(_("Noted: you have spoken to them."), "staying.person", person_id=person_id)


@area.page("/people/<uuid:person_id>/staying/<uuid:plan_id>/stop", roles=ADVISERS, methods=("POST",))
def stop(person_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """Ask them no more."""
    ask("casework", "POST", f"/in-work-plans/{plan_id}/end", key=request.form.get("idempotency_key"))
    return done(_("They are asked no more."), "staying.person", person_id=person_id)


@area.form_page("/people/<uuid:person_id>/staying/answers/<uuid:check_id>", roles=ADVISERS)
def answer(form: Form, person_id: UUID, check_id: UUID) -> ResponseReturnValue:
    """Write down what they answered."""
    if form.sent:
        told = {name: form.text(name) for name in ("answer", "note", "call_id", "because")}
        told["answered_on"] = form.date("answered_on")
        form.send("casework", "POST", f"/in-work-checks/{check_id}/answer", told)
        if told["call_id"]:
            back = "my_day.morning" if form.text("back") == MY_DAY else "contacts.calls"
            return done(_("The call and the answer are noted."), back)
        return done(_("The answer is noted."), "staying.person", person_id=person_id)
    carried = {name: request.args.get(name) for name in ("call_id", "back")}
    form.starts_with({"answered_on": clock.today().isoformat()} | carried)
    return shown("staying/answer.html", person_id, form=form)


@area.form_page("/people/<uuid:person_id>/staying/<uuid:spell_id>/employer", roles=ADVISERS)
def employer(form: Form, person_id: UUID, spell_id: UUID) -> ResponseReturnValue:
    """Whether they agree that their employer is asked, and whom."""
    if form.sent:
        told = {
            "may_contact": form.flag("may_contact"),
            "name": form.text("name"),
            "phone": form.text("phone"),
        }
        form.send("casework", "POST", f"/spells/{spell_id}/employer-contact", told)
        return done(_("Noted."), "staying.person", person_id=person_id)
    form.starts_with(_held(person_id, spell_id))
    return shown("staying/employer.html", person_id, form=form)


@area.form_page("/people/<uuid:person_id>/staying/<uuid:spell_id>/evidence", roles=ADVISERS)
def evidence(form: Form, person_id: UUID, spell_id: UUID) -> ResponseReturnValue:
    """Note what was seen."""
    if form.sent:
        told = {"kind": form.text("kind"), "note": form.text("note"), "seen_on": form.date("seen_on")}
        form.send("casework", "POST", f"/spells/{spell_id}/evidence", told)
        return done(_("Noted."), "staying.person", person_id=person_id)
    form.starts_with({"seen_on": clock.today().isoformat()})
    return shown("staying/evidence.html", person_id, form=form)


def _by_job(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is known of each job: how we keep in touch, whom one may ask, what was seen."""
    plans = {each["spell_id"]: each for each in found["plans"]}
    employers = {each["spell_id"]: each for each in found["employers"]}
    jobs = {*plans, *employers, *(each["spell_id"] for each in found["evidence"])}
    return {
        job: {
            "plan": plans.get(job),
            "employer": employers.get(job),
            "evidence": [each for each in found["evidence"] if each["spell_id"] == job],
        }
        for job in jobs
    }


def _held(person_id: UUID, spell_id: UUID) -> dict[str, Any]:
    found = ask("casework", "GET", f"/participants/{person_id}/in-work")
    for each in found["employers"]:
        if each["spell_id"] == str(spell_id):
            return dict(each)
    return {}
