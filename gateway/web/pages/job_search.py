"""A person's job applications, for those whom they let see them; for others only how many there are."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from chassis import clock
from gateway.web.frame import Area, Form, ask, done
from gateway.web.pages.about_person import ADVISERS, shown
from gateway.web.pages.for_somebody import spoken_for_surely
from gateway.web.pages.lists import part_of_list

area = Area("job_search", __name__)


def told(form: Form) -> dict[str, Any]:
    """An application as it was typed, by the person or for them."""
    answers = {name: form.text(name) for name in ("title", "employer", "vacancy", "notes")}
    return {**answers, "occurred_on": form.date("occurred_on")}


@area.page("/people/<uuid:person_id>/applications", roles=ADVISERS)
def applications(person_id: UUID) -> ResponseReturnValue:
    """What they applied for and how far it has got, or how to ask them to show it."""
    found = ask("casework", "GET", f"/participants/{person_id}/applications", query=part_of_list())
    return shown("job_search/applications.html", person_id, found=found)


@area.form_page("/people/<uuid:person_id>/applications/new", roles=ADVISERS)
def note(form: Form, person_id: UUID) -> ResponseReturnValue:
    """Write down an application for somebody who is there. It is theirs, and opens none to others."""
    if form.sent:
        path = f"/participants/{person_id}/applications"
        form.send("casework", "POST", path, told(form), acting_for=spoken_for_surely(form, person_id))
        return done(_("The application is noted for them."), "job_search.applications", person_id=person_id)
    form.starts_with({"occurred_on": clock.today().isoformat()})
    return shown("job_search/note.html", person_id, form=form)
