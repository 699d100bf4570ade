"""On what grounds somebody's details are used: given, replaced and ended, with days and evidence."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from chassis import clock
from gateway.web.frame import Area, Form, ask, choices, done
from gateway.web.pages.about_person import ADVISERS, READERS, shown
from gateway.web.pages.lists import given

area = Area("grounds", __name__)


@area.page("/people/<uuid:person_id>/grounds", roles=READERS)
def held(person_id: UUID) -> ResponseReturnValue:
    """All grounds, those that hold and those that held."""
    found = ask("casework", "GET", f"/participants/{person_id}/lawful-bases")["items"]
    return shown("grounds/held.html", person_id, grounds=found)


@area.form_page("/people/<uuid:person_id>/grounds/new", roles=ADVISERS)
def give(form: Form, person_id: UUID) -> ResponseReturnValue:
    """Give a ground for one purpose, and where it can be seen."""
    if form.sent:
        told = {"purpose": form.text("purpose") or "", "basis": form.text("basis") or ""}
        told |= given(source=form.text("source") or "", from_on=form.date("from_on"))
        form.send("casework", "POST", f"/participants/{person_id}/lawful-bases", told)
        return done(_("The ground is written down."), "grounds.held", person_id=person_id)
    form.starts_with({"from_on": clock.today().isoformat()})
    lists = {"purposes": choices("casework", "purposes"), "bases": choices("casework", "lawful-bases")}
    return shown("grounds/give.html", person_id, form=form, **lists)


@area.form_page("/people/<uuid:person_id>/grounds/<uuid:basis_id>/end", roles=ADVISERS)
def end(form: Form, person_id: UUID, basis_id: UUID) -> ResponseReturnValue:
    """A ground holds no longer."""
    if form.sent:
        told = {"occurred_on": form.date("occurred_on")}
        form.send("casework", "POST", f"/lawful-bases/{basis_id}/ending", told)
        return done(_("It holds no longer."), "grounds.held", person_id=person_id)
    form.starts_with({"occurred_on": clock.today().isoformat()})
    return shown("grounds/end.html", person_id, form=form)
