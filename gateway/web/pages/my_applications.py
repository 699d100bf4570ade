"""A participant's own job applications, and whom they let see them."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound

from chassis import clock
from gateway.web.frame import Area, Form, Question, ask, ask_together, choices, done, show
from gateway.web.pages.about_person import own_id
from gateway.web.pages.job_search import told
from gateway.web.pages.lists import part_of_list

area = Area("my_applications", __name__)
area.link(
    "mine",
    _l("My applications"),
    about=_l("The jobs you have applied for, and who may see them. You decide."),
    roles="participant",
    order=30,
)
AT_MOST = 200
SENT = ("vacancy_id", "cv_id", "letter_id")
Thing = dict[str, Any]
ENDS = ("offer", "unsuccessful")


@area.page("/my/applications", roles="participant")
def mine() -> ResponseReturnValue:
    """Each application with its stages; beside them, who may see them."""
    found = ask("casework", "GET", f"/participants/{own_id()}/applications", query=part_of_list())
    edges = {
        "grants": Question("casework", f"/participants/{own_id()}/grants"),
        "record": Question("casework", f"/participants/{own_id()}"),
    }
    return show("my_applications/mine.html", found=found, ends=ENDS, **ask_together(edges))


@area.form_page("/my/applications/new", roles="participant")
def add(form: Form) -> ResponseReturnValue:
    """Note an application that was made."""
    if form.sent:
        answers = told(form) | {name: form.text(name) for name in SENT}
        answers |= {"sent_anyway": form.flag("sent_anyway")}
        form.send("casework", "POST", f"/participants/{own_id()}/applications", answers)
        return done(_("Your application is noted. Good luck!"), "my_applications.mine")
    at = f"/participants/{own_id()}"
    asked = {
        name: Question("casework", f"{at}/{name}", {"limit": AT_MOST}) for name in ("vacancies", "papers")
    }
    found = {name: list(answer["items"]) if answer else [] for name, answer in ask_together(asked).items()}
    form.starts_with({"occurred_on": clock.today().isoformat()} | _begun(found["vacancies"]))
    return show("my_applications/add.html", form=form, kept=_kept(**found))


@area.form_page("/my/applications/<uuid:application_id>/stage", roles="participant")
def move(form: Form, application_id: UUID) -> ResponseReturnValue:
    """How far it has got now."""
    if form.sent:
        answers = {"stage": form.text("stage"), "occurred_on": form.date("occurred_on")}
        form.send("casework", "POST", f"/applications/{application_id}/stage", answers)
        return done(_("Noted."), "my_applications.mine")
    form.starts_with({"occurred_on": clock.today().isoformat()})
    application = _application(application_id)
    return show("my_applications/move.html", form=form, application=application, stages=_after(application))


@area.page("/my/applications/grants", roles="participant", methods=("POST",))
def grant() -> ResponseReturnValue:
    """Let the adviser see a part of it."""
    path = f"/participants/{own_id()}/grants"
    opens = {"opens": request.form.get("opens") or "applications"}
    ask("casework", "POST", path, json=opens, key=request.form.get("idempotency_key"))
    return done(_("Your adviser can see that now. You can take it back."), "my_applications.mine")


@area.page("/my/applications/grants/<uuid:grant_id>/revoke", roles="participant", methods=("POST",))
def revoke(grant_id: UUID) -> ResponseReturnValue:
    """Take it back."""
    ask("casework", "POST", f"/grants/{grant_id}/revocation", key=request.form.get("idempotency_key"))
    return done(
        _("They can no longer see that; of your applications only how many there are."),
        "my_applications.mine",
    )


def _kept(vacancies: list[Thing], papers: list[Thing]) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen of what they keep; of a CV or a letter the version as it stands."""
    last = {kind: [each for each in papers if each["kind"] == kind] for kind in ("cv", "letter")}
    chosen = {
        f"{kind}_id": [(each["versions"][-1]["id"], each["title"]) for each in several]
        for kind, several in last.items()
    }
    return chosen | {"vacancy_id": [(one["id"], f"{one['title']}, {one['employer']}") for one in vacancies]}


def _begun(vacancies: list[Thing]) -> Thing:
    """What the form holds when it is reached from a vacancy, a CV or a letter."""
    begun = {name: request.args.get(name) for name in SENT}
    kept: Thing = next((each for each in vacancies if each["id"] == begun["vacancy_id"]), {})
    return begun | {name: kept.get(name) for name in ("title", "employer")}


def _application(application_id: UUID) -> dict[str, Any]:
    found = ask("casework", "GET", f"/participants/{own_id()}/applications", query={"limit": AT_MOST})
    for each in found["items"]:
        if each["id"] == str(application_id):
            return dict(each)
    raise NotFound


def _after(application: dict[str, Any]) -> list[tuple[str, str]]:
    """The stages that can still come, in their order."""
    stages = choices("casework", "application-stages")
    codes = [code for code, _words in stages]
    return stages[codes.index(application["stage"]) + 1 :] if application["stage"] in codes else stages
