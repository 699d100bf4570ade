"""How far somebody has come: how much each thing stood in the way at first, and how much it does now."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from chassis import clock
from gateway.web.frame import Area, Form, ask, choices, done
from gateway.web.pages.about_person import PARTIES, READERS, is_mine, own_id, shown
from gateway.web.pages.for_somebody import spoken_for

area = Area("distance", __name__)
area.link(
    "mine",
    _l("How far I have come"),
    about=_l("What was in your way at first, and what is now."),
    roles="participant",
    order=45,
    in_navigation=False,
)


@area.page("/people/<uuid:person_id>/distance", roles=READERS)
def travelled(person_id: UUID) -> ResponseReturnValue:
    """First, now, and the change between, for each thing that was in the way."""
    return _travelled(person_id)


@area.page("/my/distance", roles="participant")
def mine() -> ResponseReturnValue:
    """How far one has come oneself."""
    return _travelled(own_id())


@area.form_page("/people/<uuid:person_id>/distance/rate", roles=PARTIES)
def rate(form: Form, person_id: UUID) -> ResponseReturnValue:
    """Say of each thing how much it stands in the way. What is left alone is left out."""
    found = ask("casework", "GET", f"/participants/{person_id}/distance")
    if form.sent:
        said = {"ratings": _steps(form, found["items"]), "note": form.text("note")}
        said["occurred_on"] = form.date("occurred_on")
        path = f"/participants/{person_id}/ratings"
        form.send("casework", "POST", path, said, acting_for=spoken_for(form, person_id))
        if is_mine(person_id):
            return done(_("Saved. Thank you for telling us."), "distance.mine")
        return done(_("Saved."), "distance.travelled", person_id=person_id)
    form.starts_with({"occurred_on": clock.today().isoformat()})
    scale = [(step, words) for step, words in choices("casework", "barrier-scale")]
    return shown("distance/rate.html", person_id, form=form, barriers=found["items"], scale=scale)


def _travelled(person_id: UUID) -> str:
    found = ask("casework", "GET", f"/participants/{person_id}/distance")
    words = dict(choices("casework", "barrier-scale"))
    return shown("distance/travelled.html", person_id, scale=words, **found)


def _steps(form: Form, barriers: list[dict[str, Any]]) -> dict[str, Any]:
    steps = {each["code"]: form.number(f"ratings.{each['code']}") for each in barriers}
    return {code: step for code, step in steps.items() if step is not None}
