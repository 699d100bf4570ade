"""Action plans of a person: each version, what is to be done, and the word of both parties."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from chassis import clock
from gateway.web.frame import Area, Form, Question, ServiceProblem, ask, done, fetch, show, visitor
from gateway.web.pages.about_person import PARTIES, READERS, is_mine, own_id, shown
from gateway.web.pages.drafting import OPEN, newer_than, submitted
from gateway.web.pages.for_somebody import spoken_for_surely

ENOUGH = 50

area = Area("plans", __name__)
area.link(
    "mine",
    _l("My plan"),
    about=_l("What you and your adviser have agreed to do, and by when."),
    roles="participant",
    order=10,
)
area.fact(
    "mine",
    _l("Things for you to do in your plan"),
    lambda: Question("casework", f"/participants/{own_id()}/plans", {"limit": ENOUGH}),
    lambda body: len(_open_for_participant(body["items"])) or None,
    roles="participant",
    order=10,
)


@area.page("/people/<uuid:person_id>/plans", roles=READERS)
def versions(person_id: UUID) -> ResponseReturnValue:
    """Every version of somebody's plan, the latest first."""
    return shown("plans/versions.html", person_id, found=_versions(person_id))


@area.page("/my/plan", roles="participant")
def mine() -> ResponseReturnValue:
    """One's own plan: what waits for an answer, then what holds, then what came before."""
    found = _versions(own_id())
    return shown(
        "plans/mine.html",
        own_id(),
        upcoming=_first(found["items"], "draft", "submitted", "returned"),
        agreed=_first(found["items"], "agreed"),
        earlier=[each for each in found["items"] if each["status"] == "superseded"],
        **rights(),
    )


@area.page("/plans/<uuid:plan_id>", roles=(*READERS, "participant"))
def plan(plan_id: UUID) -> ResponseReturnValue:
    """One version, with the steps that this visitor can take."""
    found = ask("casework", "GET", f"/plans/{plan_id}")
    return shown("plans/plan.html", found["participant_id"], plan=found, **rights())


@area.page("/plans/<uuid:plan_id>/print", roles=(*READERS, "participant"))
def on_paper(plan_id: UUID) -> ResponseReturnValue:
    """One version as it goes on paper, with room for both to sign."""
    found = ask("casework", "GET", f"/plans/{plan_id}")
    return shown("plans/print.html", found["participant_id"], plan=found)


@area.page("/plans/<uuid:plan_id>/submission", roles=PARTIES, methods=("POST",))
def submit(plan_id: UUID) -> ResponseReturnValue:
    """Its author puts it before the other party."""
    key = request.form.get("idempotency_key")
    found = ask("casework", "POST", f"/plans/{plan_id}/submission", json={}, key=key)
    return done(submitted(found["participant_id"]), "plans.plan", plan_id=plan_id)


@area.form_page("/plans/<uuid:plan_id>/agreement", roles=PARTIES)
def agree(form: Form, plan_id: UUID) -> ResponseReturnValue:
    """The other party than its author agrees, after a last look."""
    answered = fetch("casework", f"/plans/{plan_id}")
    found, newer = answered.body, newer_than(form, answered)
    if form.sent:
        form.send("casework", "POST", f"/plans/{plan_id}/agreement", {}, acting_for=_whose_word(form, found))
        return done(_("The plan is agreed. It holds from today."), "plans.plan", plan_id=plan_id)
    return shown("plans/agree.html", found["participant_id"], form=form, plan=found, newer=newer)


@area.form_page("/plans/<uuid:plan_id>/return", roles=PARTIES)
def give_back(form: Form, plan_id: UUID) -> ResponseReturnValue:
    """The other party does not agree, and says why."""
    found = ask("casework", "GET", f"/plans/{plan_id}")
    if form.sent:
        said = {"reason": form.text("reason")}
        form.send("casework", "POST", f"/plans/{plan_id}/return", said, acting_for=_whose_word(form, found))
        return done(_("The plan went back with the reason."), "plans.plan", plan_id=plan_id)
    return shown("plans/give_back.html", found["participant_id"], form=form, plan=found)


@area.form_page("/plans/<uuid:plan_id>/actions/<uuid:action_id>/done", roles=PARTIES)
def complete(form: Form, plan_id: UUID, action_id: UUID) -> ResponseReturnValue:
    """Something in the plan was done, on a day, with a word about it."""
    if form.sent:
        path = f"/plans/{plan_id}/actions/{action_id}/completion"
        said = {"note": form.text("note"), "occurred_on": form.date("occurred_on")}
        found = form.send("casework", "POST", path, said)
        if is_mine(found["participant_id"]):
            return done(_("Well done. Your adviser sees it too."), "plans.mine")
        return done(_("It is noted as done."), "plans.plan", plan_id=plan_id)
    form.starts_with({"occurred_on": clock.today().isoformat()})
    found = ask("casework", "GET", f"/plans/{plan_id}")
    action = next((each for each in found["actions"] if each["id"] == str(action_id)), None)
    if action is None:
        raise ServiceProblem(404, detail="There is no such action in this plan.")
    return show("plans/complete.html", form=form, plan=found, action=action)


def _versions(person_id: UUID) -> Any:
    query = {"limit": ENOUGH, "cursor": request.args.get("cursor")}
    return ask("casework", "GET", f"/participants/{person_id}/plans", query=query)


def _first(plans: list[dict[str, Any]], *statuses: str) -> dict[str, Any] | None:
    return next((each for each in plans if each["status"] in statuses), None)


def _open_for_participant(plans: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the participant still has to do in the plan that holds."""
    agreed = _first(plans, "agreed") or {"actions": []}
    return [each for each in agreed["actions"] if each["owner"] == "participant" and each["status"] in OPEN]


def _whose_word(form: Form, found: dict[str, Any]) -> Any:
    """What an adviser wrote the participant answers, with an adviser's hands if they are there."""
    return spoken_for_surely(form, found["participant_id"]) if found["author"] == "adviser" else None


def rights() -> dict[str, str | None]:
    """As which party the visitor speaks; none for those who only read."""
    if not visitor().has(*PARTIES):
        return {"party": None}
    return {"party": "adviser" if visitor().has("adviser", "team leader") else "participant"}
