"""An adviser's weekly hours, and the days on which they are away."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from gateway.web.frame import (
    AWAY,
    Area,
    Form,
    Question,
    ServiceProblem,
    ask,
    ask_together,
    done,
    label,
    show,
    visitor,
)
from gateway.web.pages.about_person import ADVISERS, renamed
from gateway.web.pages.about_time import AT_MOST, time_of

area = Area("hours", __name__)
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CALLED = {"begins": "begins-time", "ends": "ends-time", "starts_at": "begins-time", "ends_at": "ends-time"}
"""What the service calls the times, and the fields in which they were typed."""


@area.page("/diary/hours", roles=ADVISERS)
def mine() -> ResponseReturnValue:
    """The week, then the days off."""
    found = ask("casework", "GET", "/weekly-hours", query={"limit": AT_MOST})
    off = ask_together({"off": Question("casework", "/time-off", {"limit": AT_MOST})})["off"]
    held = sorted(found["items"], key=lambda each: (WEEK.index(each["weekday"]), each["begins"]))
    return show(
        "hours/mine.html",
        hours=[each | {"ways": _ways(each)} for each in held],
        off=[] if off is AWAY or off is None else off["items"],
        off_is_away=off is AWAY,
    )


@area.form_page("/diary/hours/new", roles=ADVISERS)
def begin(form: Form) -> ResponseReturnValue:
    """Say when one can be met each week."""
    if form.sent:
        with _at_their_fields():
            form.send("casework", "POST", "/weekly-hours", _hours(form))
        return done(_("Those hours are open for booking, for four weeks ahead."), "hours.mine")
    form.starts_with({"minutes": "30", "channels": ["in-person", "phone"]})
    return show("hours/begin.html", form=form)


@area.page("/diary/hours/<uuid:hours_id>/end", roles=ADVISERS, methods=("POST",))
def end(hours_id: UUID) -> ResponseReturnValue:
    """End weekly hours; what is booked in them stays."""
    key = request.form.get("idempotency_key")
    ask("casework", "POST", f"/weekly-hours/{hours_id}/ending", key=key)
    return done(_("Those hours have ended. What was booked in them stays booked."), "hours.mine")


@area.form_page("/diary/time-off", roles=ADVISERS)
def be_away(form: Form) -> ResponseReturnValue:
    """Days on which nothing can be booked."""
    if form.sent:
        first = form.date("from_on")
        sent = {"from_on": first, "until_on": form.date("until_on") or first}
        form.send("casework", "POST", "/time-off", sent)
        days = {"from": _day(first), "until": _day(sent["until_on"])}
        return done(_("Those days are shut."), "away.standing", adviser_id=visitor().actor.id, **days)
    return show("hours/be_away.html", form=form)


@area.page("/diary/time-off/<uuid:time_off_id>/take-back", roles=ADVISERS, methods=("POST",))
def take_back(time_off_id: UUID) -> ResponseReturnValue:
    """Be there after all."""
    key = request.form.get("idempotency_key")
    ask("casework", "POST", f"/time-off/{time_off_id}/withdrawal", key=key)
    return done(_("Those days are open for booking again."), "hours.mine")


def _hours(form: Form) -> dict[str, Any]:
    return {
        "weekday": form.text("weekday"),
        "begins": time_of(form, "begins"),
        "ends": time_of(form, "ends"),
        "minutes": form.number("minutes"),
        "channels": form.many("channels"),
        "place": form.text("place"),
        "from_on": form.date("from_on"),
        "until_on": form.date("until_on"),
    }


def _ways(hours: dict[str, Any]) -> str:
    return " · ".join(label("casework", "appointment-channels", way) for way in hours["channels"])


def _day(typed: str | None) -> str | None:
    try:
        return date.fromisoformat(typed or "").isoformat()
    except ValueError:
        return None


@contextmanager
def _at_their_fields() -> Iterator[None]:
    try:
        yield
    except ServiceProblem as problem:
        raise renamed(problem, CALLED) from problem
