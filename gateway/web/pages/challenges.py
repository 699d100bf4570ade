"""Challenges to recommendations: what waits for a person to look at it, and the answer that they give."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, Form, Question, ServiceProblem, ask, done, show
from gateway.web.pages.about_person import ADVISERS, shown
from gateway.web.pages.lists import part_of_list

AT_MOST = 200
WAITING, ANSWERED = "waiting", "answered"

area = Area("challenges", __name__)
area.link(
    "waiting",
    _l("Challenges"),
    about=_l("Where somebody says that a suggestion is wrong: look at it, and answer."),
    roles=ADVISERS,
    order=45,
    in_navigation=False,
)
area.fact(
    "waiting",
    _l("Challenges waiting for an answer"),
    Question("casework", "/challenges", {"limit": AT_MOST}),
    lambda body: len(body["items"]) or None,
    roles=ADVISERS,
    order=45,
)


@area.page("/challenges", roles=ADVISERS)
def waiting() -> ResponseReturnValue:
    """What was challenged by or for the people whom the visitor helps, the oldest first."""
    state = ANSWERED if request.args.get("state") == ANSWERED else WAITING
    found = ask("casework", "GET", "/challenges", query=part_of_list(state=state))
    return show("challenges/all.html", found=found, state=state)


@area.form_page("/people/<uuid:person_id>/recommendations/<uuid:recommendation_id>/challenge", roles=ADVISERS)
def answer(form: Form, person_id: UUID, recommendation_id: UUID) -> ResponseReturnValue:
    """Explain the reason, set the suggestion aside, or say that the rule has to be reviewed."""
    if form.sent:
        said = {"outcome": form.text("outcome"), "words": form.text("words")}
        form.send("casework", "POST", f"/recommendations/{recommendation_id}/challenge-answer", said)
        return done(_("Your answer is saved. They read it beside the suggestion."), "challenges.waiting")
    found = ask("casework", "GET", "/challenges", query={"limit": AT_MOST})["items"]
    one = next((each for each in found if _is_it(each, recommendation_id)), None)
    if one is None and form.problem is None:
        raise ServiceProblem(404, detail="No challenge waits for an answer here.")
    return shown("challenges/answer.html", person_id, form=form, one=one)


def _is_it(each: dict[str, Any], recommendation_id: UUID) -> bool:
    return bool(each["recommendation_id"] == str(recommendation_id))
