"""A participant's own search for work: vacancies that they keep, a diary, and evidence of it in one click."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from chassis import clock
from gateway.web.frame import Area, Form, Question, ServiceProblem, ask, ask_together, done, show
from gateway.web.pages.about_person import own_id, renamed
from gateway.web.pages.about_time import day_asked
from gateway.web.pages.lists import given, part_of_list

area = Area("my_search", __name__)
area.link(
    "vacancies",
    _l("My vacancies"),
    about=_l("The jobs you might apply for, kept in one place."),
    roles="participant",
    order=31,
    in_navigation=False,
)
area.link(
    "diary",
    _l("Diary of my job search"),
    about=_l("What you did to find work and how long it took, and a summary of it for your adviser."),
    roles="participant",
    order=33,
    in_navigation=False,
)


@area.page("/my/vacancies", roles="participant")
def vacancies() -> ResponseReturnValue:
    """The vacancies that they keep."""
    return show("my_search/vacancies.html", found=_mine("vacancies"))


@area.form_page("/my/vacancies/new", roles="participant")
def keep(form: Form) -> ResponseReturnValue:
    """Keep another one."""
    if form.sent:
        answers: dict[str, Any] = {
            name: form.text(name) for name in ("title", "employer", "place", "link", "advert")
        }
        answers["closes_on"] = form.date("closes_on")
        form.send("casework", "POST", f"/participants/{own_id()}/vacancies", answers)
        return done(_("The vacancy is kept."), "my_search.vacancies")
    return show("my_search/keep.html", form=form)


@area.page("/my/vacancies/<uuid:vacancy_id>/drop", roles="participant", methods=("POST",))
def drop(vacancy_id: UUID) -> ResponseReturnValue:
    """Take it off the list."""
    ask("casework", "POST", f"/vacancies/{vacancy_id}/removal", key=request.form.get("idempotency_key"))
    return done(_("It is off your list."), "my_search.vacancies")


@area.page("/my/search-diary", roles="participant")
def diary() -> ResponseReturnValue:
    """What was done, the latest first; beside it what was handed over."""
    edges = {"evidence": Question("casework", f"/participants/{own_id()}/search-evidence")}
    return show("my_search/diary.html", found=_mine("search-diary"), **ask_together(edges))


@area.form_page("/my/search-diary/new", roles="participant")
def note(form: Form) -> ResponseReturnValue:
    """Note what was done."""
    if form.sent:
        answers = {"kind": form.text("kind"), "note": form.text("note"), "minutes": form.number("minutes")}
        answers["occurred_on"] = form.date("occurred_on")
        form.send("casework", "POST", f"/participants/{own_id()}/search-diary", answers)
        return done(_("Noted."), "my_search.diary")
    form.starts_with({"occurred_on": clock.today().isoformat()})
    return show("my_search/note.html", form=form)


@area.page("/my/search-diary/<uuid:activity_id>/remove", roles="participant", methods=("POST",))
def remove(activity_id: UUID) -> ResponseReturnValue:
    """Take it out."""
    ask("casework", "POST", f"/search-diary/{activity_id}/removal", key=request.form.get("idempotency_key"))
    return done(_("It is taken out."), "my_search.diary")


@area.form_page("/my/search-diary/evidence", roles="participant")
def evidence(form: Form) -> ResponseReturnValue:
    """Hand over the summary of a period: of the last fourteen days, unless they choose another."""
    if form.sent:
        made = _hand_over(form)
        return done(
            _("Your adviser can read this summary now. You can take it back."),
            "my_search.handed_over",
            evidence_id=made["id"],
        )
    summary = ask("casework", "GET", f"/participants/{own_id()}/search-summary", query=_asked())
    form.starts_with({"first": summary["from_on"], "last": summary["until_on"]})
    return show("my_search/evidence.html", form=form, summary=summary)


@area.page("/my/search-diary/evidence/<uuid:evidence_id>", roles="participant")
def handed_over(evidence_id: UUID) -> ResponseReturnValue:
    """A summary that was handed over, as it goes on paper."""
    return show("my_search/handed_over.html", made=ask("casework", "GET", f"/search-evidence/{evidence_id}"))


@area.page("/my/search-diary/evidence/<uuid:evidence_id>/take-back", roles="participant", methods=("POST",))
def take_back(evidence_id: UUID) -> ResponseReturnValue:
    """Nobody else reads it from now on."""
    path = f"/search-evidence/{evidence_id}/revocation"
    ask("casework", "POST", path, key=request.form.get("idempotency_key"))
    return done(_("Nobody else can read that summary any more."), "my_search.diary")


def _mine(part: str) -> Any:
    return ask("casework", "GET", f"/participants/{own_id()}/{part}", query=part_of_list())


def _asked() -> dict[str, Any]:
    days = {"from": day_asked("from"), "until": day_asked("until")}
    return given(**{name: day.isoformat() if day else None for name, day in days.items()})


def _hand_over(form: Form) -> Any:
    asked = {"from": form.date("first"), "until": form.date("last")}
    try:
        return form.send("casework", "POST", f"/participants/{own_id()}/search-evidence", asked)
    except ServiceProblem as problem:
        raise renamed(problem, {"from": "first", "until": "last"}) from None
