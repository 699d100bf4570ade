"""A plan that holds, on pages: added to, said how it goes, looked at again; and two versions side by side."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from chassis import clock
from gateway.web.frame import Area, Form, Question, ServiceProblem, ask, ask_together, choices, done, visitor
from gateway.web.frame.own import missing
from gateway.web.pages.about_person import ADVISERS, PARTIES, READERS, renamed, shown
from gateway.web.pages.documents import NO_FILE, file_sent
from gateway.web.pages.drafting import GOAL
from gateway.web.pages.for_somebody import spoken_for
from gateway.web.pages.lists import given

MOST = 50
EVIDENCE = "evidence"
OTHER = "other"
"""A document that nobody says more about."""

area = Area("plan_progress", __name__)


@area.form_page("/plans/<uuid:plan_id>/actions/new", roles=PARTIES)
def add(form: Form, plan_id: UUID) -> ResponseReturnValue:
    """Add something that one will do oneself; an adviser adds their own, or lends a hand."""
    plan = ask("casework", "GET", f"/plans/{plan_id}")
    person_id = plan["participant_id"]
    if form.sent:
        acting_for = spoken_for(form, person_id)
        _send(form, f"/plans/{plan_id}/actions", _added(form, bool(acting_for)), acting_for)
        return done(_("It is in the plan."), "plans.plan", plan_id=plan_id)
    towards = [(GOAL, _("A goal, in words")), *choices("casework", "barriers")]
    return shown("plans/add_action.html", person_id, form=form, plan=plan, towards=towards)


@area.form_page("/plans/<uuid:plan_id>/actions/<uuid:action_id>", roles=PARTIES)
def how_it_goes(form: Form, plan_id: UUID, action_id: UUID) -> ResponseReturnValue:
    """Say that something was begun, what shows it, or that it was not done or will not be."""
    plan = ask("casework", "GET", f"/plans/{plan_id}")
    action = next((each for each in plan["actions"] if each["id"] == str(action_id)), None)
    if action is None:
        raise ServiceProblem(404, detail="There is no such action in this plan.")
    if form.sent:
        acting_for = spoken_for(form, plan["participant_id"])
        said = _said(form) | _handed_in(form)
        _send(form, f"/plans/{plan_id}/actions/{action_id}/{_step(form)}", said, acting_for)
        return done(_("It is noted in the plan."), "plans.plan", plan_id=plan_id)
    form.starts_with({"occurred_on": clock.today().isoformat()})
    own = "adviser" if visitor().has(*ADVISERS) else "participant"
    person_id = plan["participant_id"]
    kept = ask_together({"kept": Question("casework", f"/participants/{person_id}/documents")})["kept"]
    files = [(each["id"], each["title"]) for each in kept["items"]] if kept else []
    values = {"plan": plan, "action": action, "own": own, "files": files}
    return shown("plans/how_it_goes.html", person_id, form=form, **values)


@area.form_page("/plans/<uuid:plan_id>/review", roles=PARTIES)
def review(form: Form, plan_id: UUID) -> ResponseReturnValue:
    """Both look at the plan again: what was found, and when to look next."""
    plan = ask("casework", "GET", f"/plans/{plan_id}")
    if form.sent:
        said = {"note": form.text("note")}
        said |= {name: form.date(name) for name in ("occurred_on", "next_on")}
        acting_for = spoken_for(form, plan["participant_id"])
        form.send("casework", "POST", f"/plans/{plan_id}/reviews", said, acting_for=acting_for)
        return done(_("The review is saved."), "plans.plan", plan_id=plan_id)
    form.starts_with({"occurred_on": clock.today().isoformat()})
    return shown("plans/review.html", plan["participant_id"], form=form, plan=plan)


@area.page("/plans/<uuid:plan_id>/comparison", roles=(*READERS, "participant"))
def comparison(plan_id: UUID) -> ResponseReturnValue:
    """This version beside another one, or beside the one before it."""
    query = given(**{"with": request.args.get("with") or None})
    found = ask("casework", "GET", f"/plans/{plan_id}/comparison", query=query)
    person_id = found["after"]["participant_id"]
    versions = Question("casework", f"/participants/{person_id}/plans", {"limit": MOST})
    others = ask_together({"plans": versions})["plans"]
    return shown("plans/comparison.html", person_id, found=found, plan_id=plan_id, others=others)


def _send(form: Form, path: str, said: dict[str, Any], acting_for: Any) -> None:
    """Send it; what casework says of a reason, a step or a goal stands where that was typed."""
    try:
        form.send("casework", "POST", path, said, acting_for=acting_for)
    except ServiceProblem as refused:
        names = {"reason": "words", "step": "what"}
        names |= {f"document.{name}": name for name in ("content", "name", "kind", "title")}
        if said.get("towards_kind") == GOAL:
            names["towards"] = "goal"
        raise renamed(refused, names) from refused


def _added(form: Form, for_them: bool) -> dict[str, Any]:
    towards = form.text("towards")
    is_goal = towards in (GOAL, None)
    theirs = for_them or not visitor().has(*ADVISERS)
    return {
        "title": form.text("title"),
        "towards_kind": GOAL if is_goal else "barrier",
        "towards": form.text("goal") if is_goal else towards,
        "owner": "participant" if theirs else "adviser",
        "due_on": form.date("due_on"),
        "remind_days": form.number("remind_days"),
    }


def _step(form: Form) -> str:
    return EVIDENCE if form.text("what") == EVIDENCE else "progress"


def _said(form: Form) -> dict[str, Any]:
    words, on = form.text("words"), form.date("occurred_on")
    if form.text("what") == EVIDENCE:
        return {"words": words, "document_id": form.text("document_id"), "occurred_on": on}
    return {"step": form.text("what"), "reason": words, "occurred_on": on}


def _handed_in(form: Form) -> dict[str, Any]:
    """The document that came with the form, if any; it is called what its file is called."""
    given = file_sent()
    if given == NO_FILE:
        return {}
    if form.text("what") != EVIDENCE:
        advice = _("A document goes with what shows how far it has got: choose that, or leave the file out.")
        raise missing("what", advice)
    title = given["name"].rpartition(".")[0] or given["name"]
    return {"document": given | {"kind": form.text("kind") or OTHER, "title": title}}
