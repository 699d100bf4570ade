"""What might help a person, each with its reasons; a person answers, never the machine."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, Form, ServiceProblem, ask, done
from gateway.web.pages.about_person import PARTIES, READERS, is_mine, own_id, shown
from gateway.web.pages.for_somebody import spoken_for

area = Area("recommendations", __name__)
area.link(
    "mine",
    _l("What might help me"),
    about=_l("Suggestions that fit your circumstances, with the reason for each. You decide."),
    roles="participant",
    order=30,
)


@area.page("/people/<uuid:person_id>/recommendations", roles=READERS)
def suggested(person_id: UUID) -> ResponseReturnValue:
    """What is suggested to somebody, the best first."""
    return _shown(person_id)


@area.page("/my/help", roles="participant")
def mine() -> ResponseReturnValue:
    """What is suggested to oneself."""
    return _shown(own_id())


@area.form_page("/people/<uuid:person_id>/recommendations/<uuid:recommendation_id>", roles=PARTIES)
def answer(form: Form, person_id: UUID, recommendation_id: UUID) -> ResponseReturnValue:
    """Say yes, not now, or that it is wrong; the last two with a reason. One may change one's mind."""
    if form.sent:
        said = {"answer": form.text("answer"), "reason": form.text("reason")}
        path = f"/recommendations/{recommendation_id}/answer"
        form.send("casework", "POST", path, said, acting_for=spoken_for(form, person_id))
        if is_mine(person_id):
            return done(_("Thank you. Your adviser sees your answer."), "recommendations.mine")
        return done(_("The answer is saved."), "recommendations.suggested", person_id=person_id)
    one = next((each for each in _all(person_id) if each["id"] == str(recommendation_id)), None)
    if one is None:
        raise ServiceProblem(404, detail="This is no longer suggested.")
    return shown("recommendations/answer.html", person_id, form=form, one=one)


def _shown(person_id: UUID) -> str:
    return shown("recommendations/suggested.html", person_id, recommendations=_all(person_id))


def _all(person_id: UUID) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask("casework", "GET", f"/participants/{person_id}/recommendations")[
        "items"
    ]
    return found
