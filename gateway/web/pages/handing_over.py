"""Handing a person over: whom to ask, what they have to know, and the colleague's answer."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from gateway.web.frame import Area, Form, Question, ask, ask_together, done, label, show
from gateway.web.pages.about_person import ADVISERS, shown
from gateway.web.pages.colleagues import advisers

area = Area("handing_over", __name__)


@area.form_page("/people/<uuid:person_id>/handover", roles=ADVISERS)
def offer(form: Form, person_id: UUID) -> ResponseReturnValue:
    """Ask a colleague. Until they say yes nothing changes."""
    at, colleagues = f"/participants/{person_id}", advisers()
    if form.sent:
        asked = {"to_adviser_id": form.text("to_adviser_id"), "note": form.text("note")}
        form.send("casework", "POST", f"{at}/transfers", asked)
        name = dict(colleagues).get(str(asked["to_adviser_id"]), "")
        words = _("%(name)s has been asked. Until they say yes, nothing changes.", name=name)
        return done(words, "person.case", person_id=person_id)
    found = ask_together(
        {
            "fits": Question("casework", f"{at}/adviser-suggestions"),
            "before": Question("casework", f"{at}/transfers", {"limit": 10}),
        }
    )
    return shown(
        "handing_over/offer.html",
        person_id,
        form=form,
        advisers=_with_reasons(colleagues, found["fits"]),
        before=found["before"]["items"] if found["before"] else [],
    )


@area.page("/transfers/<uuid:transfer_id>/accept", roles=ADVISERS, methods=("POST",))
def accept(transfer_id: UUID) -> ResponseReturnValue:
    """The colleague says yes."""
    key = request.form.get("idempotency_key")
    said = ask("casework", "POST", f"/transfers/{transfer_id}/acceptance", key=key)
    return done(_("You look after them from now on."), "person.case", person_id=said["participant_id"])


@area.form_page("/transfers/<uuid:transfer_id>/decline", roles=ADVISERS)
def decline(form: Form, transfer_id: UUID) -> ResponseReturnValue:
    """The colleague says no, and why."""
    if form.sent:
        form.send("casework", "POST", f"/transfers/{transfer_id}/decline", {"reason": form.text("reason")})
        return done(_("Your answer is noted. They stay with your colleague."), "my_day.morning")
    return show("handing_over/decline.html", form=form)


@area.page(
    "/people/<uuid:person_id>/transfers/<uuid:transfer_id>/withdraw", roles=ADVISERS, methods=("POST",)
)
def withdraw(person_id: UUID, transfer_id: UUID) -> ResponseReturnValue:
    """It is not asked any more."""
    key = request.form.get("idempotency_key")
    ask("casework", "POST", f"/transfers/{transfer_id}/withdrawal", key=key)
    return done(_("The question is taken back."), "handing_over.offer", person_id=person_id)


def _with_reasons(colleagues: Iterable[tuple[str, str]], fits: Any) -> list[tuple[str, str, str]]:
    """Colleagues with why they fit, the best first; those of whom nothing is known come last."""
    known = {each["adviser_id"]: each for each in fits["items"]} if fits else {}
    order = list(known)
    named = sorted(colleagues, key=lambda each: order.index(each[0]) if each[0] in known else len(order))
    return [(id, name, _reasons(known[id]) if id in known else "") for id, name in named]


def _reasons(fit: dict[str, Any]) -> str:
    about = {each["code"]: each["about"] for each in fit["reasons"]}
    said = [_("caseload %(percent)s%% full", percent=fit["load_percent"])]
    if "language" in about:
        names = (label("casework", "languages", code) for code in about["language"])
        said.append(_("speaks %(languages)s", languages=", ".join(names)))
    if "place" in about:
        said.append(_("works in %(place)s", place=", ".join(about["place"])))
    if "need" in about:
        names = (label("casework", "barriers", code) for code in about["need"])
        said.append(_("knows about: %(needs)s", needs=", ".join(names)))
    return "; ".join([*said, *([_("away just now")] if fit["away"] else [])])
