"""A person's appointments: booked, moved, called off, and whether they came."""

from typing import Any
from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from gateway.web.frame import Area, Form, ask, done
from gateway.web.pages import about_time
from gateway.web.pages.about_person import ADVISERS, PARTIES, READERS, is_mine, shown
from gateway.web.pages.earlier import wishes_of
from gateway.web.pages.journeys import travel_of
from gateway.web.pages.lists import part_of_list

area = Area("appointments", __name__)
BOOKED = "scheduled"
OPEN = (BOOKED, "needs-feedback")


@area.page("/people/<uuid:person_id>/appointments", roles=READERS)
def of_person(person_id: UUID) -> ResponseReturnValue:
    """What is to come, and what has been."""
    found = ask("casework", "GET", f"/participants/{person_id}/appointments", query=part_of_list())
    return shown(
        "appointments/of_person.html",
        person_id,
        coming=about_time.with_begun(a for a in found["items"] if a["status"] in OPEN),
        past=[a for a in found["items"] if a["status"] not in OPEN],
        next=found["next"],
        wishes=wishes_of(person_id),
        travel=travel_of(person_id),
    )


@area.form_page("/people/<uuid:person_id>/appointments/new", roles=ADVISERS)
def book(form: Form, person_id: UUID) -> ResponseReturnValue:
    """Book one of the free times of the person's adviser."""
    if form.sent:
        return _booked(form, person_id, about_time.chosen(form))
    return about_time.choose_time(
        form,
        person_id,
        title=_("Book an appointment"),
        submit=_("Book it"),
        back=url_for("appointments.of_person", person_id=person_id),
        other=url_for("appointments.book_other", person_id=person_id),
    )


@area.form_page("/people/<uuid:person_id>/appointments/other-time", roles=ADVISERS)
def book_other(form: Form, person_id: UUID) -> ResponseReturnValue:
    """Book any time of the adviser's own."""
    if form.sent:
        return _booked(form, person_id, about_time.own_time(form))
    return about_time.type_time(
        form,
        person_id,
        title=_("Book another time of yours"),
        submit=_("Book it"),
        back=url_for("appointments.book", person_id=person_id),
    )


@area.form_page("/appointments/<uuid:appointment_id>/rearrange", roles=PARTIES)
def rearrange(form: Form, appointment_id: UUID) -> ResponseReturnValue:
    """Move it to one of the free times."""
    appointment = about_time.appointment_of(appointment_id)
    if form.sent:
        return _moved(form, appointment, about_time.chosen(form))
    mine = is_mine(appointment["participant_id"])
    form.starts_with({"purpose": appointment["purpose"]})
    return about_time.choose_time(
        form,
        appointment["participant_id"],
        title=_("Move an appointment"),
        submit=_("Move it"),
        back=_list_of(appointment),
        other=None if mine else url_for("appointments.rearrange_other", appointment_id=appointment_id),
        instead_of=appointment,
    )


@area.form_page("/appointments/<uuid:appointment_id>/rearrange/other-time", roles=ADVISERS)
def rearrange_other(form: Form, appointment_id: UUID) -> ResponseReturnValue:
    """Move it to any time of the adviser's own."""
    appointment = about_time.appointment_of(appointment_id)
    if form.sent:
        return _moved(form, appointment, about_time.own_time(form))
    form.starts_with({name: appointment[name] for name in ("channel", "place", "purpose")})
    return about_time.type_time(
        form,
        appointment["participant_id"],
        title=_("Move it to another time of yours"),
        submit=_("Move it"),
        back=url_for("appointments.rearrange", appointment_id=appointment_id),
        instead_of=appointment,
    )


@area.form_page("/appointments/<uuid:appointment_id>/cancel", roles=PARTIES)
def cancel(form: Form, appointment_id: UUID) -> ResponseReturnValue:
    """Call it off."""
    if form.sent:
        path = f"/appointments/{appointment_id}/cancellation"
        gone = form.send("casework", "POST", path, {"reason": form.text("reason")})
        return _back_to_list(_("The appointment is called off."), gone)
    appointment = about_time.appointment_of(appointment_id)
    return shown(
        "appointments/cancel.html",
        appointment["participant_id"],
        form=form,
        appointment=appointment,
        back=_list_of(appointment),
    )


@area.form_page("/appointments/<uuid:appointment_id>/attendance", roles=ADVISERS)
def attendance(form: Form, appointment_id: UUID) -> ResponseReturnValue:
    """Whether the person came."""
    if form.sent:
        answers = {name: form.text(name) for name in ("attendance", "acceptability", "reason")}
        path = f"/appointments/{appointment_id}/attendance"
        met = form.send("casework", "POST", path, answers)
        return _back_to_list(_("Recorded. You can note what was said as a contact."), met)
    appointment = about_time.appointment_of(appointment_id)
    return shown(
        "appointments/attendance.html",
        appointment["participant_id"],
        form=form,
        appointment=appointment,
        back=_list_of(appointment),
    )


@area.form_page("/appointments/<uuid:appointment_id>/attendance/correct", roles=ADVISERS)
def correct(form: Form, appointment_id: UUID) -> ResponseReturnValue:
    """What was recorded is wrong."""
    if form.sent:
        path = f"/appointments/{appointment_id}/attendance/correction"
        right = form.send("casework", "POST", path, corrected(form))
        return _back_to_list(_("It is put right. What was recorded first is kept beside it."), right)
    appointment = about_time.appointment_of(appointment_id)
    form.starts_with(appointment["attendance"] or {})
    return shown(
        "appointments/correct.html",
        appointment["participant_id"],
        form=form,
        appointment=appointment,
        back=_list_of(appointment),
    )


def corrected(form: Form) -> dict[str, Any]:
    """What is right, and why what was recorded is not."""
    return {name: form.text(name) for name in ("attendance", "acceptability", "reason", "because")}


def _booked(form: Form, person_id: UUID, wanted: dict[str, Any]) -> ResponseReturnValue:
    with about_time.end_named("minutes"):
        booked = form.send("casework", "POST", f"/participants/{person_id}/appointments", wanted)
    return _back_to_list(_("The appointment is booked."), booked)


def _moved(form: Form, old: dict[str, Any], wanted: dict[str, Any]) -> ResponseReturnValue:
    with about_time.end_named("minutes"):
        new = form.send("casework", "POST", f"/appointments/{old['id']}/rearrangement", wanted)
    return _back_to_list(_("The appointment is moved."), new)


def _back_to_list(message: str, appointment: dict[str, Any]) -> ResponseReturnValue:
    if is_mine(appointment["participant_id"]):
        return done(message, "my_appointments.mine")
    return done(message, "appointments.of_person", person_id=appointment["participant_id"])


def _list_of(appointment: dict[str, Any]) -> str:
    if is_mine(appointment["participant_id"]):
        return url_for("my_appointments.mine")
    return url_for("appointments.of_person", person_id=appointment["participant_id"])
