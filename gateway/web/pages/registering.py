"""Registering a person: who they are, how to reach them safely, and on what ground we use what they tell."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from chassis import clock
from gateway.web.frame import Area, Form, ServiceProblem, ask, choices, done, label, show
from gateway.web.pages.about_person import ADVISERS, renamed
from gateway.web.pages.contact_answers import SAFE, contact_of
from gateway.web.pages.lists import given

area = Area("registering", __name__)


@area.form_page("/people/new", roles=ADVISERS)
def register(form: Form) -> ResponseReturnValue:
    """Register a person. Whoever does looks after them until somebody else does."""
    purposes = ask("casework", "GET", "/reference/purposes")["items"]
    plain = [each["code"] for each in purposes if each["extra"].get("consent")]
    sensitive = [each["code"] for each in purposes if not each["extra"].get("consent")]
    if form.sent:
        person = _register(form, sensitive)
        return done(
            _("%(name)s is registered. Next: how are things?", name=person["called"]),
            "circumstances.told",
            person_id=person["id"],
        )
    form.starts_with({"occurred_on": clock.today().isoformat(), "purposes": plain[:1]})
    form.starts_with({f"{SAFE}.voicemail": True, f"{SAFE}.letter": True, "contact.language": "en"})
    articles = {each["code"]: each["extra"]["article"] for each in _bases()}
    return show(
        "registering/register.html",
        form=form,
        purposes=_labelled(plain),
        sensitive=_labelled(sensitive),
        ordinary_bases=[each for each in _labelled_bases() if articles[each[0]] == 6],
        special_bases=[each for each in _labelled_bases() if articles[each[0]] != 6],
        look_alike=form.problem is not None and form.problem.code == "perhaps-registered",
    )


def _register(form: Form, sensitive: list[str]) -> Any:
    bases, names = grounds(form, sensitive)
    try:
        return form.send("casework", "POST", "/participants", _registration(form) | {"lawful_bases": bases})
    except ServiceProblem as refused:
        raise renamed(refused, names) from refused


def _registration(form: Form) -> dict[str, Any]:
    """What was typed, apart from the grounds."""
    return {
        "full_name": form.text("full_name"),
        "called": form.text("called"),
        "date_of_birth": form.date("date_of_birth"),
        "national_insurance_number": form.text("national_insurance_number"),
        "contact": given(**contact_of(form)),
        "accessibility_needs": form.many("accessibility_needs"),
        "heard_of": form.text("heard_of"),
        "campaign": form.text("campaign"),
        "out_of_work_since": form.date("out_of_work_since"),
        "different_person": form.flag("different_person"),
        "occurred_on": form.date("occurred_on"),
    }


def grounds(form: Form, sensitive: list[str]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """One lawful basis for each purpose ticked, and by which of our fields each part of it was told."""
    told = [(purpose, "basis", "source") for purpose in form.many("purposes")]
    told += [(each, f"basis.{each}", f"source.{each}") for each in sensitive if form.text(f"basis.{each}")]
    bases, names = [], {"lawful_bases": "purposes"}
    for place, (purpose, basis, source) in enumerate(told):
        bases.append(given(purpose=purpose, basis=form.text(basis), source=form.text(source)))
        names |= {
            f"lawful_bases.{place}.purpose": "purposes",
            f"lawful_bases.{place}.basis": basis,
            f"lawful_bases.{place}.source": source,
        }
    return bases, names


def _bases() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask("casework", "GET", "/reference/lawful-bases")["items"]
    return found


def _labelled_bases() -> list[tuple[str, str]]:
    return choices("casework", "lawful-bases")


def _labelled(codes: list[str]) -> list[tuple[str, str]]:
    return [(code, label("casework", "purposes", code)) for code in codes]
