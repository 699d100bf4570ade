"""A participant's own timeline: everything that happened, on every channel, in plain words."""

from datetime import date
from itertools import groupby
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import LazyString, format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, Question, ask, ask_together, label, show
from gateway.web.pages.about_person import own_id
from gateway.web.pages.lists import part_of_list

area = Area("my_timeline", __name__)
area.link(
    "everything",
    _l("What has happened"),
    about=_l("Every letter, call, message and meeting, and each step you have taken, in one list."),
    roles="participant",
    order=40,
)
LIMIT = 40
MESSAGES = 200

TITLES: dict[tuple[str, str], LazyString] = {
    ("appointment", "booked"): _l("An appointment was booked"),
    ("appointment", "rearranged"): _l("An appointment was moved to another time"),
    ("appointment", "cancelled"): _l("An appointment was called off"),
    ("appointment", "attended"): _l("You came to an appointment"),
    ("appointment", "late"): _l("You came to an appointment, after it had begun"),
    ("appointment", "did-not-attend"): _l("You did not come to an appointment"),
    ("group", "booked"): _l("You have a place in a group"),
    ("group", "given-up"): _l("You gave up a place in a group"),
    ("group", "cancelled"): _l("A group was called off"),
    ("group", "did-not-attend"): _l("You did not come to a group"),
    ("message", "sent"): _l("We wrote to you"),
    ("message", "failed"): _l("We tried to write to you, and it did not arrive"),
    ("plan", "submitted"): _l("A plan was put forward"),
    ("plan", "agreed"): _l("Your plan was agreed"),
    ("plan", "returned"): _l("The plan was given back, to be changed"),
    ("referral", "sent"): _l("We asked another organisation to help you"),
    ("referral", "acknowledged"): _l("The other organisation has seen your referral"),
    ("referral", "accepted"): _l("The other organisation said yes"),
    ("referral", "declined"): _l("The other organisation could not help"),
    ("referral", "started"): _l("You started with the other organisation"),
    ("referral", "not-started"): _l("You did not start with the other organisation"),
    ("referral", "withdrawn"): _l("Your referral was taken back"),
    ("referral", "expired"): _l("The other organisation did not answer in time"),
    ("referral", "ended"): _l("The help from the other organisation came to its end"),
    ("participant", "registered"): _l("You were registered"),
}
WORK: dict[tuple[str, str], LazyString] = {
    ("employment", "started"): _l("You started a job"),
    ("employment", "ended"): _l("A job ended"),
    ("self-employment", "started"): _l("You started working for yourself"),
    ("self-employment", "ended"): _l("You stopped working for yourself"),
    ("benefit", "started"): _l("A benefit began"),
    ("benefit", "ended"): _l("A benefit ended"),
}


@area.page("/my/timeline", roles="participant")
def everything() -> ResponseReturnValue:
    """The latest first. What a message said is beside it, where notify can say so in time."""
    found = ask("casework", "GET", f"/participants/{own_id()}/timeline", query=part_of_list(LIMIT))
    sent = Question("notify", f"/participants/{own_id()}/messages", {"limit": MESSAGES})
    messages = ask_together({"messages": sent})["messages"]
    told = {each["id"]: each for each in messages["items"]} if messages else {}
    entries = [entry(moment, told.get(moment["id"])) for moment in found["items"]]
    return show("my_timeline/everything.html", months=_by_month(entries), next=found["next"])


def entry(moment: dict[str, Any], message: dict[str, Any] | None = None) -> dict[str, Any]:
    """One moment as the person reads it."""
    return {
        "at": moment["at"] or moment["occurred_on"],
        "on": moment["occurred_on"],
        "title": _title(moment, message),
        "how": _how(moment),
        "about": moment["about"],
        "helper": moment.get("helper"),
        "reference": moment["code"] if moment["kind"] == "referral" else None,
        "message": message,
        "follows": moment.get("follows"),
    }


def _by_month(entries: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The entries in their order, under the name of each month."""
    months = groupby(entries, key=lambda each: str(each["on"])[:7])
    return [
        (format_date(date.fromisoformat(f"{month}-01"), "MMMM y"), list(those)) for month, those in months
    ]


def _title(moment: dict[str, Any], message: dict[str, Any] | None) -> str:
    kind, what, code = moment["kind"], moment["what"], moment["code"]
    if kind == "contact":
        return _("You got in touch") if moment["direction"] == "in" else _("We got in touch")
    if kind == "milestone":
        return _("%(weeks)s weeks in work. Well done!", weeks=code)
    if kind == "programme":
        return _("You joined %(programme)s", programme=label("casework", "programmes", code))
    if message and message["subject"] and what == "sent":
        return str(message["subject"])
    words = WORK.get((code, what)) if kind == "spell" else TITLES.get((kind, what))
    return str(words or _("Something changed in your record"))


def _how(moment: dict[str, Any]) -> str:
    """By which channel, in words."""
    channels = {"contact": "contact-channels", "message": "channels", "appointment": "appointment-channels"}
    channels["group"] = "appointment-channels"
    name = channels.get(moment["kind"])
    return label("casework", name, moment["channel"]) if name else ""
