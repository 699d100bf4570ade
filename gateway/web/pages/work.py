"""A person's programme, jobs and benefits: the facts from which milestones and claims follow."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from chassis import clock
from gateway.web.frame import Area, Form, Question, ask, ask_together, choices, done
from gateway.web.frame.own import missing
from gateway.web.pages.about_person import ADVISERS, READERS, shown
from gateway.web.pages.lists import part_of_list

area = Area("work", __name__)
AT_MOST = 200
BENEFIT = "benefit"
Thing = dict[str, Any]


@area.page("/people/<uuid:person_id>/work", roles=READERS)
def told(person_id: UUID) -> ResponseReturnValue:
    """The programme, then jobs and benefits with everything that was said about them."""
    spells = ask("casework", "GET", f"/participants/{person_id}/spells", query=part_of_list())
    edges = ask_together(
        {
            "attachments": Question("casework", f"/participants/{person_id}/attachments"),
            "tariffs": Question("casework", "/reference/tariffs"),
        }
    )
    return shown(
        "work/told.html",
        person_id,
        jobs=[each for each in spells["items"] if each["kind"] != BENEFIT],
        benefits=[each for each in spells["items"] if each["kind"] == BENEFIT],
        next=spells["next"],
        attachments=edges["attachments"],
        groups=group_names(edges["tariffs"]),
    )


@area.form_page("/people/<uuid:person_id>/work/programme", roles=ADVISERS)
def attach(form: Form, person_id: UUID) -> ResponseReturnValue:
    """Attach the person to a programme."""
    if form.sent:
        answers = {name: form.text(name) for name in ("programme", "payment_group")}
        answers["occurred_on"] = form.date("occurred_on")
        form.send("casework", "POST", f"/participants/{person_id}/attachment", answers)
        return _recorded(person_id, _("The programme is recorded. What it pays for joining is claimed."))
    form.starts_with({"occurred_on": clock.today().isoformat()})
    return shown("work/attach.html", person_id, form=form, groups=_groups())


@area.form_page("/people/<uuid:person_id>/work/programme/<uuid:attachment_id>/correct", roles=ADVISERS)
def correct_programme(form: Form, person_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """Put right the day or the payment group."""
    if form.sent:
        answers = {name: form.text(name) for name in ("payment_group", "reason")}
        answers["occurred_on"] = form.date("occurred_on")
        form.send("casework", "POST", f"/attachments/{attachment_id}/correction", answers)
        return _recorded(person_id, _("Put right. Claims that no longer stand are reversed, others made."))
    held = _one_of(person_id, "attachments", attachment_id)
    form.starts_with({"occurred_on": held["attached_on"], "payment_group": held["payment_group"]})
    return shown("work/correct_programme.html", person_id, form=form, held=held, groups=_groups())


@area.form_page("/people/<uuid:person_id>/work/job", roles=ADVISERS)
def start_job(form: Form, person_id: UUID) -> ResponseReturnValue:
    """Record a job, or self-employment."""
    if form.sent:
        names = ("kind", "employer", "job_title", "evidence")
        answers: Thing = {name: form.text(name) for name in names} | _days(form)
        answers |= {"kind": form.text("kind"), "hours_per_week": form.number("hours_per_week")}
        form.send("casework", "POST", f"/participants/{person_id}/spells", answers)
        return _recorded(person_id, _("The job is recorded. Milestones and claims follow by themselves."))
    kinds = [each for each in choices("casework", "spell-kinds") if each[0] != BENEFIT]
    form.starts_with({"kind": next((code for code, _words in kinds), None)})
    return shown("work/job.html", person_id, form=form, kinds=kinds)


@area.form_page("/people/<uuid:person_id>/work/benefit", roles=ADVISERS)
def start_benefit(form: Form, person_id: UUID) -> ResponseReturnValue:
    """Record a benefit."""
    if form.sent:
        answers = {"kind": BENEFIT, "benefit": form.text("benefit")} | _days(form)
        form.send("casework", "POST", f"/participants/{person_id}/spells", answers)
        return _recorded(person_id, _("The benefit is recorded."))
    return shown("work/benefit.html", person_id, form=form)


@area.form_page("/people/<uuid:person_id>/work/<uuid:spell_id>/end", roles=ADVISERS)
def end(form: Form, person_id: UUID, spell_id: UUID) -> ResponseReturnValue:
    """Record the last day."""
    if form.sent:
        answers = {"occurred_on": form.date("occurred_on"), "reason": form.text("reason")}
        if answers["occurred_on"] is None:
            raise missing("occurred_on", _("Fill this in."))
        form.send("casework", "POST", f"/spells/{spell_id}/end", answers)
        return _recorded(person_id, _("The last day is recorded."))
    form.starts_with({"occurred_on": clock.today().isoformat()})
    return shown("work/end.html", person_id, form=form, spell=_one_of(person_id, "spells", spell_id))


@area.form_page("/people/<uuid:person_id>/work/<uuid:spell_id>/correct", roles=ADVISERS)
def correct(form: Form, person_id: UUID, spell_id: UUID) -> ResponseReturnValue:
    """Put right what was told, or take it back altogether."""
    if form.sent:
        answers = {"reason": form.text("reason"), "voided": form.flag("voided")} | _days(form)
        form.send("casework", "POST", f"/spells/{spell_id}/correction", answers)
        return _recorded(person_id, _("Put right. Claims that no longer stand are reversed, others made."))
    spell = _one_of(person_id, "spells", spell_id)
    form.starts_with({name: spell[name] for name in ("started_on", "ended_on")})
    return shown("work/correct.html", person_id, form=form, spell=spell)


def group_names(tariffs: Any) -> dict[tuple[str, str], Thing]:
    """What a payment group of a price list is called in each language."""
    lists = tariffs["items"] if tariffs else []
    return {(one["code"], group["code"]): group["label"] for one in lists for group in one["extra"]["groups"]}


def _groups() -> list[tuple[str, str]]:
    """The payment groups to choose from; one that stands alike in several price lists stands here once."""
    names = group_names(ask("casework", "GET", "/reference/tariffs"))
    language = str(get_locale())[:2]
    found = {(code, words.get(language) or words["en"]) for (_list, code), words in names.items()}
    return sorted(
        ((code, f"{code}: {words}") for code, words in found), key=lambda each: (len(each[0]), each)
    )


def _days(form: Form) -> Thing:
    return {"started_on": form.date("started_on"), "ended_on": form.date("ended_on")}


def _one_of(person_id: UUID, name: str, id: UUID) -> Thing:
    query = {} if name == "attachments" else {"limit": AT_MOST}
    found = ask("casework", "GET", f"/participants/{person_id}/{name}", query=query)["items"]
    for each in found:
        if each["id"] == str(id):
            return dict(each)
    raise NotFound


def _recorded(person_id: UUID, message: str) -> ResponseReturnValue:
    return done(message, "work.told", person_id=person_id)
