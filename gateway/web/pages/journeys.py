"""How long the way takes to where one meets, and what meeting by phone or video has saved."""

from typing import Any
from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from gateway.web.frame import Area, Form, Question, ask_together, done
from gateway.web.pages.about_person import ADVISERS, is_mine, own_id, shown

area = Area("journeys", __name__)


def travel_of(person_id: Any) -> Any:
    """What a person said of the way, and the minutes saved; an edge of pages about appointments."""
    return ask_together({"travel": Question("casework", f"/participants/{person_id}/travel")})["travel"]


@area.form_page("/my/journey", roles="participant")
def mine(form: Form) -> ResponseReturnValue:
    """Say how long one's own way takes."""
    return _state(form, own_id())


@area.form_page("/people/<uuid:person_id>/journey", roles=ADVISERS)
def of_person(form: Form, person_id: UUID) -> ResponseReturnValue:
    """Write down what somebody says of their way."""
    return _state(form, person_id)


def _state(form: Form, person_id: Any) -> ResponseReturnValue:
    own = is_mine(person_id)
    back = "my_appointments.mine" if own else "appointments.of_person"
    parts = {} if own else {"person_id": person_id}
    if form.sent:
        said = {"place": form.text("place"), "minutes": form.number("minutes")}
        form.send("casework", "POST", f"/participants/{person_id}/journey", said)
        return done(
            _("Thank you. It is used to work out what meeting by phone or video saves."), back, **parts
        )
    travel = travel_of(person_id)
    if travel and travel["journey"]:
        form.starts_with({name: travel["journey"][name] for name in ("place", "minutes")})
    return shown("appointments/journey.html", person_id, form=form, back=url_for(back, **parts))
