"""A participant's own appointments."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, Form, Question, ask, ask_together, done, show
from gateway.web.pages import about_time
from gateway.web.pages.about_person import own_id
from gateway.web.pages.earlier import wishes_of
from gateway.web.pages.journeys import travel_of
from gateway.web.pages.lists import part_of_list

area = Area("my_appointments", __name__)
area.link(
    "mine",
    _l("My appointments"),
    about=_l("When and where you meet your adviser. Book a time that suits you, move it, or call it off."),
    roles="participant",
    order=20,
)


@area.page("/my/appointments", roles="participant")
def mine() -> ResponseReturnValue:
    """What is to come first, then what has been."""
    found = ask("casework", "GET", f"/participants/{own_id()}/appointments", query=part_of_list())
    beside = {"interviews": Question("casework", f"/participants/{own_id()}/interviews")}
    coming = [each for each in found["items"] if each["status"] == "scheduled"]
    return show(
        "my_appointments/mine.html",
        coming=about_time.with_begun(coming),
        past=[each for each in found["items"] if each["status"] != "scheduled"],
        next=found["next"],
        wishes=wishes_of(own_id()) if coming else {},
        **ask_together(beside),
        travel=travel_of(own_id()),
    )


@area.form_page("/my/appointments/new", roles="participant")
def book(form: Form) -> ResponseReturnValue:
    """Take one of the free times."""
    if form.sent:
        path = f"/participants/{own_id()}/appointments"
        form.send("casework", "POST", path, about_time.chosen(form))
        return done(
            _("Your appointment is booked. We will remind you the day before."), "my_appointments.mine"
        )
    return about_time.choose_time(
        form,
        own_id(),
        title=_("Book an appointment"),
        submit=_("Book it"),
        back=url_for("my_appointments.mine"),
    )
