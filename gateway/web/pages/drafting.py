"""Writing a plan: its aim, and as many actions as it needs, each towards a barrier or a goal."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from gateway.web.frame import Area, Form, Question, ServiceProblem, ask, ask_together, choices, done, fetch
from gateway.web.frame.asking import Answered
from gateway.web.frame.own import missing
from gateway.web.pages.about_person import PARTIES, is_mine, renamed, shown
from gateway.web.pages.lists import given

ROWS_AT_FIRST = 3
MOST_ROWS = 50
GOAL = "goal"
OPEN = ("open", "in-progress")

area = Area("drafting", __name__)


@area.form_page("/people/<uuid:person_id>/plans/new", roles=PARTIES)
def draft(form: Form, person_id: UUID) -> ResponseReturnValue:
    """Write the next version. The other party is asked when it is put before them."""
    if form.sent and not _wants_room(form):
        made = _send(form, "POST", f"/participants/{person_id}/plans", given(**_plan(form)))
        return _done(form, made["id"])
    return _shown(form, person_id)


@area.form_page("/plans/<uuid:plan_id>/change", roles=PARTIES)
def change(form: Form, plan_id: UUID) -> ResponseReturnValue:
    """Its author writes it anew, before it is put to the other party or after it was given back."""
    if form.sent and not _wants_room(form):
        _send(form, "PATCH", f"/plans/{plan_id}", _plan(form))
        return _done(form, plan_id)
    found = fetch("casework", f"/plans/{plan_id}")
    newer = newer_than(form, found)
    return _shown(form, found.body["participant_id"], found.body, newer)


def newer_than(form: Form, found: Answered) -> Any:
    """What somebody else saved meanwhile, if they did; sent once more, the form then is about that."""
    form.edits(found)
    if form.problem is None or form.problem.status != HTTPStatus.PRECONDITION_FAILED:
        return None
    form.version = found.etag
    return found.body


def _shown(form: Form, person_id: Any, plan: Any = None, newer: Any = None) -> str:
    """The form with a few empty rows more than there are actions; barriers that stand are offered first.

    The next version begins with what is still open in the plan that holds.
    """
    path = f"/participants/{person_id}"
    questions = {"barriers": Question("casework", f"{path}/barriers")}
    if plan is None:
        questions["plans"] = Question("casework", f"{path}/plans", {"limit": MOST_ROWS})
    beside = ask_together(questions)
    barriers = beside["barriers"]
    actions = plan["actions"] if plan else _still_open(beside["plans"])
    for number, action in enumerate(actions):
        form.starts_with(_start(number, action))
    rows = _rows(form, len(actions))
    for number in rows:
        form.call_group(f"actions.{number}", _("Action %(number)s", number=number + 1))
    standing = [each["code"] for each in (barriers or {}).get("items", ()) if each["until_on"] is None]
    return shown(
        "plans/draft.html",
        person_id,
        form=form,
        plan_id=plan and plan["id"],
        newer=newer,
        rows=rows,
        towards=_towards(standing),
    )


def _still_open(plans: Any) -> list[dict[str, Any]]:
    """What the plan that holds has not seen the end of, to be gone on with."""
    agreed = next((each for each in (plans or {}).get("items", ()) if each["status"] == "agreed"), None)
    found = [each for each in agreed["actions"] if each["status"] in OPEN] if agreed else []
    return [{**each, "continues": each["id"]} for each in found]


def _plan(form: Form) -> dict[str, Any]:
    """What is said about all of it; a day that was taken out is taken out of the plan."""
    return {"aim": form.text("aim"), "review_on": form.date("review_on")}


def _send(form: Form, method: str, path: str, plan: dict[str, Any]) -> Any:
    if not isinstance(form.number("rows"), int):
        # Without it the page would be read as a plan of which everything was taken out.
        raise ServiceProblem(
            400, code="odd-form", detail=_("Go back, load the page again, and send it once more.")
        )
    places = [number for number in range(_rows_sent(form)) if _is_used(form, number)]
    if not places and _wants_answer(form):
        # Said before anything is kept: a draft that cannot be put to anybody would be in the way of the next.
        raise missing("actions.0.title", _("Add at least one action."))
    body = plan | {"actions": [_action(form, number) for number in places]}
    try:
        return ask("casework", method, path, json=body, key=form.key, version=form.version)
    except ServiceProblem as refused:
        raise renamed(refused, _names(refused.errors, places)) from refused


def _done(form: Form, plan_id: Any) -> ResponseReturnValue:
    """Saved; and put before the other party at once if that was asked for."""
    if not _wants_answer(form):
        return done(
            _("The plan is saved. Put it to the other party when it is ready."), "plans.plan", plan_id=plan_id
        )
    found = ask("casework", "POST", f"/plans/{plan_id}/submission", json={}, key=f"{form.key}-submission")
    return done(submitted(found["participant_id"]), "plans.plan", plan_id=plan_id)


def submitted(person_id: Any) -> str:
    """What is said when a plan was put before the other party."""
    if is_mine(person_id):
        return _("Your adviser is asked to agree to the plan.")
    return _("They are asked to agree to the plan.")


def _action(form: Form, number: int) -> dict[str, Any]:
    """One row of the form as casework wants it."""
    row = f"actions.{number}"
    towards = form.text(f"{row}.towards")
    is_goal = towards in (GOAL, None)
    return given(
        title=form.text(f"{row}.title"),
        towards_kind=GOAL if is_goal else "barrier",
        towards=form.text(f"{row}.goal") if is_goal else towards,
        owner=form.text(f"{row}.owner"),
        due_on=form.date(f"{row}.due_on"),
        remind_days=form.number(f"{row}.remind_days"),
        continues=form.text(f"{row}.continues"),
    )


def _start(number: int, action: Mapping[str, Any]) -> dict[str, Any]:
    row, is_goal = f"actions.{number}", action["towards_kind"] == GOAL
    return {
        f"{row}.title": action["title"],
        f"{row}.towards": GOAL if is_goal else action["towards"],
        f"{row}.goal": action["towards"] if is_goal else "",
        f"{row}.owner": action["owner"],
        f"{row}.due_on": action["due_on"],
        f"{row}.remind_days": action["remind_days"],
        f"{row}.continues": action["continues"],
    }


def _names(errors: Mapping[str, Any], places: list[int]) -> dict[str, str]:
    """Which row of the page each action is that was sent; a goal in words has a field of its own."""
    names = {}
    for name in errors:
        parts = name.split(".")
        if parts[0] == "actions" and len(parts) > 2 and parts[1].isdecimal():
            names[name] = ".".join(["actions", str(places[int(parts[1])]), *parts[2:]])
    return names


def _towards(standing: list[str]) -> list[tuple[str, str]]:
    known = choices("casework", "barriers")
    first = [each for each in known if each[0] in standing]
    return [*first, (GOAL, _("A goal, in words")), *(each for each in known if each[0] not in standing)]


def _wants_room(form: Form) -> bool:
    return form.text("then") == "more"


def _wants_answer(form: Form) -> bool:
    return form.text("then") == "submit"


def _rows(form: Form, there: int) -> range:
    asked = _rows_sent(form) + (2 if _wants_room(form) else 0)
    return range(min(MOST_ROWS, max(asked, there + 1, ROWS_AT_FIRST)))


def _rows_sent(form: Form) -> int:
    rows = form.number("rows")
    return min(MOST_ROWS, rows) if isinstance(rows, int) else 0


def _is_used(form: Form, number: int) -> bool:
    row = f"actions.{number}"
    return any(form.text(f"{row}.{part}") for part in ("title", "towards", "goal")) or bool(
        form.date(f"{row}.due_on")
    )
