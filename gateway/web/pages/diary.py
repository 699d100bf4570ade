"""An adviser's diary: today and the days to come, and the time that is open for booking."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from chassis import clock
from gateway.web.frame import AWAY, Area, Form, Question, ask, ask_together, done, label, show, visitor
from gateway.web.pages import about_time
from gateway.web.pages.about_person import ADVISERS
from gateway.web.pages.about_time import AT_MOST, by_day, day_asked, local_day, with_begun

SPAN = 14
"""Days on one page."""
LOOKED_BACK = 60
"""Days in which we look for appointments of which nobody has said yet whether they took place."""
EARLIEST, LATEST = date(1950, 1, 1), date(2200, 1, 1)
"""The days between which a diary can be opened."""

area = Area("diary", __name__)
area.link(
    "days",
    _l("Diary"),
    about=_l("Whom you meet today and on the coming days, and the time you open for booking."),
    roles=ADVISERS,
    order=12,
)
area.fact(
    "days",
    _l("Appointments still to come today"),
    Question("casework", "/appointments", {"limit": AT_MOST}),
    lambda body: str(sum(local_day(each["starts_at"]) == clock.today() for each in body["items"])),
    roles=ADVISERS,
    order=12,
)


@area.page("/diary", roles=ADVISERS)
def days() -> ResponseReturnValue:
    """Day by day: appointments, and beside them the open time; first of all what is still to be said."""
    first = min(max(day_asked("from") or clock.today(), EARLIEST), LATEST)
    everybody = visitor().has("team leader") and request.args.get("whose") == "all"
    found = ask("casework", "GET", "/appointments", query=_asked(first, SPAN, everybody))
    back = Question("casework", "/appointments", _unsaid(everybody))
    beside = ask_together(
        {
            "open": Question("casework", "/availability", {"limit": AT_MOST}),
            "back": back,
            "groups": Question("casework", "/groups", _held(first, everybody)),
        }
    )
    opened = [] if everybody else _in(beside["open"], first)
    standing = by_day(with_begun(found["items"]))
    open_days = by_day(_with_free(opened, found["items"]))
    held = by_day((beside["groups"] or {"items": []})["items"]) if beside["groups"] is not AWAY else {}
    shown_days = sorted({*standing, *open_days, *held, *([clock.today()] if first == clock.today() else [])})
    return show(
        "diary/days.html",
        days=[(day, standing.get(day, []), open_days.get(day, [])) for day in shown_days],
        held=held,
        first=first,
        last=first + timedelta(days=SPAN - 1),
        earlier=first - timedelta(days=SPAN),
        later=first + timedelta(days=SPAN),
        everybody=everybody,
        unsaid=_unsaid_of(beside["back"]),
        open_is_away=beside["open"] is AWAY,
        more=found["next"],
    )


@area.form_page("/diary/open", roles=ADVISERS)
def open_time(form: Form) -> ResponseReturnValue:
    """Open some time for booking."""
    if form.sent:
        with about_time.end_named("ends_at-time"):
            form.send("casework", "POST", "/availability", _offered(form))
        return done(_("That time is open for booking."), "diary.days")
    form.starts_with({"minutes": "30", "channels": ["in-person", "phone"]})
    return show("diary/open.html", form=form)


@area.page("/diary/open/<uuid:availability_id>/withdraw", roles=ADVISERS, methods=("POST",))
def withdraw(availability_id: UUID) -> ResponseReturnValue:
    """Take open time back; what is booked in it stays."""
    key = request.form.get("idempotency_key")
    ask("casework", "POST", f"/availability/{availability_id}/withdrawal", key=key)
    return done(_("That time is closed. What was booked in it stays booked."), "diary.days")


def _offered(form: Form) -> dict[str, Any]:
    """From the form to what the service reads: one day, a beginning and an end."""
    return {
        "starts_at": form.moment("starts_at"),
        "ends_at": about_time.moment_on(form, "starts_at", "ends_at"),
        "minutes": form.number("minutes"),
        "channels": form.many("channels"),
        "place": form.text("place"),
    }


def _asked(first: date, days: int, everybody: bool) -> dict[str, Any]:
    return {
        "from": clock.at(first, 0).isoformat(),
        "until": clock.at(first + timedelta(days=days), 0).isoformat(),
        "limit": AT_MOST,
    } | ({} if everybody else {"adviser_id": visitor().actor.id})


def _held(first: date, everybody: bool) -> dict[str, Any]:
    """The group sessions that stand in the diary on these days."""
    asked = _asked(first, SPAN, everybody=True)
    return asked if everybody else asked | {"mine": "true"}


def _unsaid(everybody: bool) -> dict[str, Any]:
    since = clock.today() - timedelta(days=LOOKED_BACK)
    return _asked(since, LOOKED_BACK, everybody) | {"until": clock.now().isoformat()}


def _unsaid_of(found: Any) -> list[dict[str, Any]]:
    """Appointments that are over, of which nobody has said yet whether they took place."""
    return [each for each in found["items"] if each["status"] == "needs-feedback"] if found else []


def _in(opened: Any, first: date) -> list[dict[str, Any]]:
    """The open time within the days shown."""
    if not opened:
        return []
    last = first + timedelta(days=SPAN)
    return [each for each in opened["items"] if first <= local_day(each["starts_at"]) < last]


def _with_free(opened: Iterable[dict[str, Any]], booked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Open time with the number of its slots that nobody has taken, and how one can meet in it."""
    taken = [_stretch(each) for each in booked]
    return [
        each
        | {
            "free": sum(_is_free(slot, taken) for slot in each["slots"]),
            "ways": " · ".join(label("casework", "appointment-channels", way) for way in each["channels"]),
        }
        for each in opened
    ]


def _is_free(slot: dict[str, Any], taken: list[tuple[datetime, datetime]]) -> bool:
    begin, end = _stretch(slot)
    return begin > clock.now() and not any(begin < other_end and other < end for other, other_end in taken)


def _stretch(of: dict[str, Any]) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(of["starts_at"]), datetime.fromisoformat(of["ends_at"])
