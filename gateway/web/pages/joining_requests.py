"""People who asked to join: looked at by staff, registered, recognised or told no; and begun together."""

from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from chassis import clock
from gateway.web.frame import Area, Form, Question, ServiceProblem, ask, choices, done, show
from gateway.web.pages.about_person import ADVISERS, renamed
from gateway.web.pages.joining_parts import PARTS, at_its_field, part_of, rows, start_with
from gateway.web.pages.lists import given, part_of_list
from gateway.web.pages.registering import grounds

area = Area("joining_requests", __name__)
area.link(
    "waiting",
    _l("People who asked to join"),
    about=_l("Requests that wait for somebody to look at them, and registrations that you have begun."),
    roles=ADVISERS,
    order=16,
    in_navigation=False,
)
area.fact(
    "waiting",
    _l("People who asked to join"),
    Question("casework", "/joining-requests", {"limit": 200}),
    lambda body: len([each for each in body["items"] if each["state"] == "sent"]) or None,
    roles=ADVISERS,
    order=16,
)


@area.page("/people/joining", roles=ADVISERS)
def waiting() -> ResponseReturnValue:
    """Requests that wait, the one that waits longest first; and what one has begun oneself."""
    found = ask("casework", "GET", "/joining-requests", query=part_of_list(50))
    return show("joining_requests/waiting.html", found=found, first=PARTS[0].name)


@area.page("/people/joining/new", roles=ADVISERS, methods=("POST",))
def begin() -> ResponseReturnValue:
    """Begin with somebody who is there, one thing to a page; it can be gone on with later."""
    return _begun({})


@area.page("/people/joining/referral/<uuid:referral_id>", roles=ADVISERS, methods=("POST",))
def from_referral(referral_id: UUID) -> ResponseReturnValue:
    """Begin with what a referral says of somebody."""
    package = ask("marketplace", "GET", f"/referrals/{referral_id}")["package"] or {}
    named = given(full_name=package.get("name"), called=package.get("called"))
    return _begun({"answers": named, "referral_id": str(referral_id)})


@area.form_page("/people/joining/<uuid:request_id>", roles=ADVISERS)
def settle(form: Form, request_id: UUID) -> ResponseReturnValue:
    """All that was told, those who are alike, and the grounds on which a record can be made."""
    path = f"/joining-requests/{request_id}"
    told = ask("casework", "GET", path)
    if form.sent:
        return _accepted(form, path)
    form.starts_with(
        {"purposes": told["answers"].get("agreed", []), "occurred_on": clock.today().isoformat()}
    )
    return show(
        "joining_requests/settle.html",
        form=form,
        told=told,
        rows=rows(told["answers"], lambda name: _part_url(request_id, name)),
        purposes=choices("casework", "purposes"),
        bases=_ordinary_bases(),
        request_id=request_id,
        look_alike=form.problem is not None and form.problem.code == "perhaps-registered",
    )


@area.page("/people/joining/<uuid:request_id>/known", roles=ADVISERS, methods=("POST",))
def recognise(request_id: UUID) -> ResponseReturnValue:
    """This is somebody who has a record already."""
    person_id = request.form.get("person_id", "")
    path, said = f"/joining-requests/{request_id}/recognition", {"participant_id": person_id}
    ask("casework", "POST", path, json=said, key=request.form.get("idempotency_key"))
    told = _("This is their record. What they agreed to is written there.")
    return done(told, "person.case", person_id=person_id)


@area.form_page("/people/joining/<uuid:request_id>/refusal", roles=ADVISERS)
def refuse(form: Form, request_id: UUID) -> ResponseReturnValue:
    """They cannot join here, and why."""
    if form.sent:
        said = {"reason": form.text("reason") or ""}
        form.send("casework", "POST", f"/joining-requests/{request_id}/refusal", said)
        return done(_("Noted. What they told is forgotten."), "joining_requests.waiting")
    return show("joining_requests/refuse.html", form=form, request_id=request_id)


@area.form_page("/people/joining/<uuid:request_id>/<name>", roles=ADVISERS)
def part(form: Form, request_id: UUID, name: str) -> ResponseReturnValue:
    """One thing to a page. What is typed is saved when one goes on."""
    chosen, following = part_of(name)
    path = f"/joining-requests/{request_id}"
    if form.sent:
        try:
            form.send("casework", "PATCH", path, chosen.told(form))
        except ServiceProblem as refused:
            raise at_its_field(refused) from refused
        if following is None or form.text("then") == "stop":
            return redirect(url_for("joining_requests.settle", request_id=request_id), 303)
        return redirect(_part_url(request_id, following.name), 303)
    told = ask("casework", "GET", path)
    form.starts_with(start_with(told["answers"]))
    return show(
        "joining/part.html",
        form=form,
        page=chosen,
        mine=False,
        place=PARTS.index(chosen) + 1,
        of=len(PARTS),
        before_url=url_for("joining_requests.settle", request_id=request_id),
        purposes=choices("casework", "purposes") if name == "agreed" else [],
    )


def _begun(told: dict[str, Any]) -> ResponseReturnValue:
    key = request.form.get("idempotency_key")
    begun = ask("casework", "POST", "/joining-requests", json=told, key=key)
    return redirect(_part_url(begun["id"], PARTS[0].name), 303)


def _accepted(form: Form, path: str) -> ResponseReturnValue:
    bases, names = grounds(form, [])
    said = {
        "lawful_bases": bases,
        "different_person": form.flag("different_person"),
        "occurred_on": form.date("occurred_on"),
    }
    try:
        person = form.send("casework", "POST", f"{path}/acceptance", said)
    except ServiceProblem as refused:
        raise renamed(refused, names) from refused
    told = _("%(name)s is registered. Next: how are things?", name=person["called"])
    return done(told, "circumstances.told", person_id=person["id"])


def _ordinary_bases() -> list[tuple[str, str]]:
    """Those of Article 6; what health and the like rest on is written down with the record."""
    items = ask("casework", "GET", "/reference/lawful-bases")["items"]
    ordinary = {each["code"] for each in items if each["extra"]["article"] == 6}
    return [each for each in choices("casework", "lawful-bases") if each[0] in ordinary]


def _part_url(request_id: Any, name: str) -> str:
    return url_for("joining_requests.part", request_id=request_id, name=name)
