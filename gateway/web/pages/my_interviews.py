"""A participant's own interviews: put into the diary, moved, called off."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound

from gateway.web.frame import Area, Form, ask, done, show
from gateway.web.pages.about_person import own_id
from gateway.web.pages.about_time import local_day, moment_on
from gateway.web.pages.lists import part_of_list

area = Area("my_interviews", __name__)
area.link(
    "mine",
    _l("My interviews"),
    about=_l("When and where employers want to see you."),
    roles="participant",
    order=21,
    in_navigation=False,
)
AT_MOST = 200


@area.page("/my/interviews", roles="participant")
def mine() -> ResponseReturnValue:
    """What is to come first, then what has been."""
    found = ask("casework", "GET", f"/participants/{own_id()}/interviews", query=part_of_list())
    coming = sorted((each for each in found["items"] if each["status"] == "booked"), key=_start)
    past = [each for each in found["items"] if each["status"] != "booked"]
    return show("my_interviews/mine.html", coming=coming, past=past, next=found["next"])


@area.form_page("/my/applications/<uuid:application_id>/interview", roles="participant")
def book(form: Form, application_id: UUID) -> ResponseReturnValue:
    """Put one into the diary."""
    if form.sent:
        form.send("casework", "POST", f"/applications/{application_id}/interviews", _told(form))
        return done(_("The interview is in your diary. Good luck!"), "my_interviews.mine")
    form.starts_with({"channel": "in-person"})
    return show("my_interviews/when.html", form=form, moved=None)


@area.form_page("/my/interviews/<uuid:interview_id>/move", roles="participant")
def move(form: Form, interview_id: UUID) -> ResponseReturnValue:
    """Another time was found."""
    if form.sent:
        form.send("casework", "POST", f"/interviews/{interview_id}/rearrangement", _told(form))
        return done(_("The new time is in your diary."), "my_interviews.mine")
    held = _one(interview_id)
    form.starts_with({name: held[name] for name in ("channel", "place", "with_whom", "notes")})
    form.starts_with({"starts_at": local_day(held["starts_at"]).isoformat()})
    return show("my_interviews/when.html", form=form, moved=held)


@area.page("/my/interviews/<uuid:interview_id>/cancel", roles="participant", methods=("POST",))
def cancel(interview_id: UUID) -> ResponseReturnValue:
    """It will not take place."""
    path = f"/interviews/{interview_id}/cancellation"
    ask("casework", "POST", path, key=request.form.get("idempotency_key"))
    return done(_("The interview is off your diary."), "my_interviews.mine")


def _told(form: Form) -> dict[str, Any]:
    answers = {name: form.text(name) for name in ("channel", "place", "with_whom", "notes")}
    times = {"starts_at": form.moment("starts_at"), "ends_at": moment_on(form, "starts_at", "ends_at")}
    return answers | times


def _start(each: dict[str, Any]) -> str:
    return str(each["starts_at"])


def _one(interview_id: UUID) -> dict[str, Any]:
    found = ask("casework", "GET", f"/participants/{own_id()}/interviews", query={"limit": AT_MOST})
    for each in found["items"]:
        if each["id"] == str(interview_id):
            return dict(each)
    raise NotFound
