"""Who takes part: the operator enters organisations and vouches for them; each says what it is."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, Form, ask, done, fetch, show, visitor
from gateway.web.pages.contact_answers import lines
from gateway.web.pages.lists import part_of_list

OPERATOR = "operator"
DESCRIBERS = ("operator", "organisation administrator")
CONTACTS = ("website", "phone", "email")
SITE = "sites.0"

area = Area("organisations", __name__)
area.link(
    "organisations",
    _l("Organisations"),
    about=_l("Who takes part: enter an organisation, and vouch that it is who it says."),
    roles=OPERATOR,
    order=70,
)
area.link(
    "ours",
    _l("Our organisation"),
    about=_l("What the directory says of your organisation, and where it can be found."),
    roles="organisation administrator",
    order=72,
)


@area.page("/organisations", roles=OPERATOR)
def organisations() -> ResponseReturnValue:
    """Everybody who has joined, verified or not."""
    found = ask("marketplace", "GET", "/organisations", query=part_of_list(100))
    return show("organisations/organisations.html", found=found)


@area.page("/organisation", roles="organisation administrator")
def ours() -> ResponseReturnValue:
    """One's own organisation."""
    return _shown(ask("marketplace", "GET", f"/organisations/{visitor().actor.org}"))


@area.page("/organisations/<uuid:organisation_id>", roles=OPERATOR)
def organisation(organisation_id: UUID) -> ResponseReturnValue:
    """One organisation, and what the operator can do for it."""
    return _shown(ask("marketplace", "GET", f"/organisations/{organisation_id}"))


@area.form_page("/organisations/new", roles=OPERATOR)
def enter(form: Form) -> ResponseReturnValue:
    """Enter an organisation on its behalf."""
    if form.sent:
        made = form.send("marketplace", "POST", "/organisations", _entered(form))
        message = _("%(name)s has joined. Vouch for it when you have checked who it is.", name=made["name"])
        return done(message, "organisations.organisation", organisation_id=made["id"])
    return show("organisations/enter.html", form=form)


@area.form_page("/organisations/<uuid:organisation_id>/verification", roles=OPERATOR)
def verify(form: Form, organisation_id: UUID) -> ResponseReturnValue:
    """Vouch for it; from then on it may publish offers."""
    if form.sent:
        path = f"/organisations/{organisation_id}/verification"
        made = form.send("marketplace", "POST", path, {"occurred_on": form.date("occurred_on")})
        message = _("%(name)s is verified. It may publish offers now.", name=made["name"])
        return done(message, "organisations.organisation", organisation_id=organisation_id)
    found = ask("marketplace", "GET", f"/organisations/{organisation_id}")
    return show("organisations/verify.html", form=form, organisation=found)


@area.form_page("/organisations/<uuid:organisation_id>/description", roles=DESCRIBERS)
def describe(form: Form, organisation_id: UUID) -> ResponseReturnValue:
    """Say anew what it is and how to reach it."""
    path = f"/organisations/{organisation_id}"
    if form.sent:
        said = {"description": form.text("description") or "", **_contacts(form)}
        ask("marketplace", "PATCH", path, json=said, key=form.key, version=form.version)
        return _back(_("The description is changed."), organisation_id)
    held = fetch("marketplace", path)
    form.edits(held)
    return show("organisations/describe.html", form=form, organisation=held.body)


@area.form_page("/organisations/<uuid:organisation_id>/sites/new", roles=DESCRIBERS)
def add_site(form: Form, organisation_id: UUID) -> ResponseReturnValue:
    """It can also be found at this place."""
    path = f"/organisations/{organisation_id}"
    if form.sent:
        form.send("marketplace", "POST", f"{path}/sites", _site(form))
        return _back(_("The place is added."), organisation_id)
    return show("organisations/add_site.html", form=form, organisation=ask("marketplace", "GET", path))


def _shown(found: dict[str, Any]) -> ResponseReturnValue:
    return show("organisations/organisation.html", organisation=found)


def _back(message: str, organisation_id: UUID) -> ResponseReturnValue:
    """Where the visitor came from: the operator's page of it, or one's own."""
    if visitor().has(OPERATOR):
        return done(message, "organisations.organisation", organisation_id=organisation_id)
    return done(message, "organisations.ours")


def _entered(form: Form) -> dict[str, Any]:
    site = _site(form, f"{SITE}.")
    known = {name: value for name, value in _contacts(form).items() if value is not None}
    return {
        "name": form.text("name") or "",
        "kind": form.text("kind") or "",
        "description": form.text("description"),
        "occurred_on": form.date("occurred_on"),
        "sites": [site] if any(site.values()) else None,
        **known,
    }


def _contacts(form: Form) -> dict[str, str | None]:
    return {name: form.text(name) for name in CONTACTS}


def _site(form: Form, before: str = "") -> dict[str, Any]:
    texts = {name: form.text(before + name) or "" for name in ("name", "town", "postcode")}
    return texts | {"address_lines": lines(form.text(f"{before}address_lines"))}
