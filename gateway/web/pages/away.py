"""A colleague is away: a team leader says so; what stands then is moved, handed over, or left."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from chassis import clock
from gateway.web.frame import (
    AWAY,
    Area,
    Form,
    Question,
    ServiceProblem,
    ask,
    ask_together,
    done,
    show,
    visitor,
)
from gateway.web.pages.about_person import ADVISERS
from gateway.web.pages.about_time import AT_MOST, day_asked, local_day
from gateway.web.pages.colleagues import advisers

area = Area("away", __name__)
NOBODY: dict[str, Any] = {"items": []}


@area.form_page("/team/<uuid:adviser_id>/away", roles="team leader")
def say(form: Form, adviser_id: UUID) -> ResponseReturnValue:
    """Say for a colleague that they are away; nobody asks why."""
    name = _called(adviser_id)
    if form.sent:
        first = form.date("from_on")
        days = {"from_on": first, "until_on": form.date("until_on") or first}
        form.send("casework", "POST", "/time-off", days | {"adviser_id": str(adviser_id)})
        span = {"from": days["from_on"], "until": days["until_on"]}
        return done(_("Those days are shut."), "away.standing", adviser_id=adviser_id, **span)
    off = ask("casework", "GET", "/time-off", query={"adviser_id": str(adviser_id), "limit": AT_MOST})
    return show("away/say.html", form=form, name=name, off=off["items"], adviser_id=adviser_id)


@area.page(
    "/team/<uuid:adviser_id>/away/<uuid:time_off_id>/take-back", roles="team leader", methods=("POST",)
)
def take_back(adviser_id: UUID, time_off_id: UUID) -> ResponseReturnValue:
    """They are there after all."""
    key = request.form.get("idempotency_key")
    ask("casework", "POST", f"/time-off/{time_off_id}/withdrawal", key=key)
    return done(_("Those days are open for booking again."), "away.say", adviser_id=adviser_id)


@area.page("/diary/away/<uuid:adviser_id>", roles=ADVISERS)
def standing(adviser_id: UUID) -> ResponseReturnValue:
    """What stands in the time in which somebody is away: their own, or a colleague's for a team leader."""
    if not visitor().has("team leader") and str(visitor().actor.id) != str(adviser_id):
        raise ServiceProblem(404, detail="There is no such page.")
    first = day_asked("from") or clock.today()
    last = max(day_asked("until") or first, first)
    span = {
        "from": clock.at(first, 0).isoformat(),
        "until": clock.at(last + timedelta(days=1), 0).isoformat(),
    }
    asked = span | {"limit": AT_MOST}
    found = ask("casework", "GET", "/appointments", query=asked | {"adviser_id": str(adviser_id)})
    beside = ask_together(
        {
            "groups": Question("casework", "/groups", asked | {"led_by": str(adviser_id)}),
            "covers": Question("casework", "/covers", {"limit": AT_MOST}),
        }
    )
    covers = _items(beside["covers"])
    return show(
        "away/standing.html",
        appointments=[each | {"cover": _cover(covers, adviser_id, each)} for each in found["items"]],
        groups=[each | {"cover": _cover(covers, adviser_id, each)} for each in _items(beside["groups"])],
        more=found["next"],
        name=_called(adviser_id),
        mine=str(visitor().actor.id) == str(adviser_id),
        adviser_id=adviser_id,
        first=first,
        last=last,
    )


@area.page("/appointments/<uuid:appointment_id>/hand-over", roles=ADVISERS, methods=("POST",))
def hand_over(appointment_id: UUID) -> ResponseReturnValue:
    """Whoever stands in keeps this appointment; the person is told."""
    key = request.form.get("idempotency_key")
    ask("casework", "POST", f"/appointments/{appointment_id}/handover", json={}, key=key)
    days = {name: request.form.get(name) for name in ("from", "until")}
    message = _("Whoever stands in keeps this appointment. The person is told.")
    return done(message, "away.standing", adviser_id=request.form.get("adviser_id", type=UUID), **days)


def _called(adviser_id: UUID) -> str:
    return dict(advisers()).get(str(adviser_id)) or _("A colleague")


def _items(found: Any) -> list[dict[str, Any]]:
    return [] if found is AWAY or found is None else list(found["items"])


def _cover(covers: list[dict[str, Any]], adviser_id: UUID, appointment: dict[str, Any]) -> str | None:
    """The name of whoever stands in on the day of an appointment."""
    day = local_day(appointment["starts_at"]).isoformat()
    for each in covers:
        if each["adviser_id"] == str(adviser_id) and each["from_on"] <= day <= each["until_on"]:
            return str(each["covered_by_name"] or _("A colleague"))
    return None
