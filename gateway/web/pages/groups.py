"""Group sessions as those who hold them see them: what is on, who has a place, and the register."""

import re
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, Form, ServiceProblem, ask, done, show
from gateway.web.pages import about_time
from gateway.web.pages.about_person import ADVISERS, READERS, renamed, shown
from gateway.web.pages.about_time import AT_MOST
from gateway.web.pages.appointments import corrected
from gateway.web.pages.lists import part_of_list

ANSWERS = ("attendance", "acceptability", "reason", "note")

area = Area("groups", __name__)
area.link(
    "coming",
    _l("Groups"),
    about=_l("Job clubs, digital skills, drop-ins: who has a place, who waits, and who came."),
    roles=ADVISERS,
    order=13,
)


@area.page("/groups", roles=ADVISERS)
def coming() -> ResponseReturnValue:
    """The sessions of the organisation, day by day."""
    found = ask("casework", "GET", "/groups", query=part_of_list(AT_MOST))
    return show("groups/coming.html", days=about_time.by_day(found["items"]), next=found["next"])


@area.form_page("/groups/new", roles=ADVISERS)
def hold(form: Form) -> ResponseReturnValue:
    """Hold a session."""
    if form.sent:
        with about_time.end_named("ends_at-time"):
            made = form.send("casework", "POST", "/groups", _session(form))
        return done(_("The session can be booked."), "groups.session", session_id=made["id"])
    form.starts_with({"channel": "in-person", "capacity": "10"})
    return show("groups/hold.html", form=form)


@area.page("/groups/<uuid:session_id>", roles=ADVISERS)
def session(session_id: UUID) -> ResponseReturnValue:
    """One session: who comes, who waits, what the register says."""
    return show("groups/session.html", found=_session_of(session_id))


@area.form_page("/groups/<uuid:session_id>/cancel", roles=ADVISERS)
def cancel(form: Form, session_id: UUID) -> ResponseReturnValue:
    """Call it off for everybody."""
    if form.sent:
        path = f"/groups/{session_id}/cancellation"
        form.send(
            "casework", "POST", path, {"reason": form.text("reason"), "following": form.flag("following")}
        )
        return done(_("The session is called off. Everybody who had a place is told."), "groups.coming")
    return show("groups/cancel.html", form=form, found=_session_of(session_id))


@area.form_page("/groups/<uuid:session_id>/register", roles=ADVISERS)
def register(form: Form, session_id: UUID) -> ResponseReturnValue:
    """Mark everybody at once, with those who walked in."""
    found = _session_of(session_id)
    lines = [line for line in found["places"] if line["place"]["status"] in ("booked", "waiting")]
    if form.sent:
        entries = _entries(form, lines) + _walked_in(form)
        if not entries:
            raise ServiceProblem(422, errors={"walked_in": [_("Mark somebody, or say who walked in.")]})
        _enter(form, session_id, entries)
        return done(_("The register is entered."), "groups.session", session_id=session_id)
    return show("groups/register.html", form=form, found=found, lines=lines)


@area.form_page("/groups/<uuid:session_id>/places/<uuid:place_id>/correct", roles=ADVISERS)
def correct(form: Form, session_id: UUID, place_id: UUID) -> ResponseReturnValue:
    """The register is wrong about somebody."""
    found = _session_of(session_id)
    line = next((each for each in found["places"] if each["place"]["id"] == str(place_id)), None)
    if line is None:
        raise ServiceProblem(404, detail="There is no such place in this session.")
    if form.sent:
        form.send("casework", "POST", f"/group-places/{place_id}/correction", corrected(form))
        message = _("It is put right. What was recorded first is kept beside it.")
        return done(message, "groups.session", session_id=session_id)
    form.starts_with(
        {"attendance": line["place"]["status"]}
        | {name: line["place"][name] for name in ("acceptability", "reason")}
    )
    return show("groups/correct.html", form=form, found=found, line=line)


@area.page("/people/<uuid:person_id>/groups", roles=READERS)
def of_person(person_id: UUID) -> ResponseReturnValue:
    """The sessions to which somebody can come, and the places that they have."""
    found = ask("casework", "GET", f"/participants/{person_id}/groups", query=part_of_list(AT_MOST))
    return shown("groups/of_person.html", person_id, found=found)


@area.page("/people/<uuid:person_id>/groups/<uuid:session_id>", roles=ADVISERS, methods=("POST",))
def place_for(person_id: UUID, session_id: UUID) -> ResponseReturnValue:
    """Give somebody a place, or put them on the list of those who wait."""
    place = take_place(person_id, session_id)
    return done(told_of(place), "groups.of_person", person_id=person_id)


@area.page("/people/<uuid:person_id>/group-places/<uuid:place_id>", roles=ADVISERS, methods=("POST",))
def not_coming(person_id: UUID, place_id: UUID) -> ResponseReturnValue:
    """They will not come."""
    give_up(place_id)
    return done(_("The place is given up."), "groups.of_person", person_id=person_id)


def take_place(person_id: Any, session_id: UUID) -> dict[str, Any]:
    """Ask for a place, once however often the button is pressed."""
    body = {"session_id": str(session_id)}
    key = request.form.get("idempotency_key")
    place: dict[str, Any] = ask(
        "casework", "POST", f"/participants/{person_id}/group-places", json=body, key=key
    )
    return place


def give_up(place_id: UUID) -> None:
    """Give a place back."""
    key = request.form.get("idempotency_key")
    ask("casework", "POST", f"/group-places/{place_id}/giving-up", key=key)


def told_of(place: dict[str, Any]) -> str:
    """What to say about a place that was asked for."""
    if place["status"] == "waiting":
        return _("All places are taken. It is on the waiting list: whoever is first has the next free place.")
    return _("The place is booked.")


def _session(form: Form) -> dict[str, Any]:
    return {
        "kind": form.text("kind"),
        "title": form.text("title"),
        "starts_at": form.moment("starts_at"),
        "ends_at": about_time.moment_on(form, "starts_at", "ends_at"),
        "channel": form.text("channel"),
        "place": form.text("place"),
        "capacity": form.number("capacity"),
        "weeks": form.number("weeks"),
    }


def _session_of(session_id: UUID) -> dict[str, Any]:
    found: dict[str, Any] = ask("casework", "GET", f"/groups/{session_id}")
    return found


def _entries(form: Form, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A line for each who was marked; whoever was not stays as they are."""
    found = []
    for line in lines:
        whose = line["place"]["participant_id"]
        told = {name: form.text(f"{name}.{whose}") for name in ANSWERS}
        if told["attendance"]:
            found.append({"participant_id": whose} | {name: said for name, said in told.items() if said})
    return found


def _walked_in(form: Form) -> list[dict[str, Any]]:
    """Those who came without a place, by the references that were typed."""
    typed = re.split(r"[\s,;]+", form.text("walked_in") or "")
    return [{"participant_id": _by_reference(each), "attendance": "attended"} for each in typed if each]


def _by_reference(typed: str) -> str:
    found = ask("casework", "GET", "/participants", query={"search": typed, "limit": 2})["items"]
    if len(found) != 1:
        advice = _("%(typed)s is nobody’s reference. Give one like P-7417-9M.", typed=typed)
        raise ServiceProblem(422, errors={"walked_in": [advice]})
    return str(found[0]["id"])


def _enter(form: Form, session_id: UUID, entries: list[dict[str, Any]]) -> None:
    try:
        form.send("casework", "POST", f"/groups/{session_id}/register", {"entries": entries})
    except ServiceProblem as problem:
        names = {
            f"entries.{number}.{name}": f"{name}.{entry['participant_id']}"
            for number, entry in enumerate(entries)
            for name in ANSWERS
        }
        raise renamed(problem, names) from problem
