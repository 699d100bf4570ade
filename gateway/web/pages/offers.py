"""What one's own organisation offers: publish it, change it, take it back."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import AWAY, Area, Form, Question, ask, ask_together, done, fetch, show, visitor
from gateway.web.pages.lists import part_of_list

PUBLISHERS = ("provider staff", "organisation administrator")
TEXTS = ("title", "category", "summary", "how_it_helps")
LISTS = ("barriers", "delivery", "languages", "accessibility")

area = Area("offers", __name__)
area.link(
    "ours",
    _l("Our offers"),
    about=_l("What your organisation offers: say how it helps, and how many places there are."),
    roles=PUBLISHERS,
    order=17,
)


@area.page("/offers", roles=PUBLISHERS)
def ours() -> ResponseReturnValue:
    """All of one's own offers, also those taken back."""
    query = part_of_list(organisation_id=visitor().actor.org)
    found = ask("marketplace", "GET", "/offers", query=query)
    return show("offers/ours.html", found=found, organisation=_organisation())


@area.form_page("/offers/new", roles=PUBLISHERS)
def publish(form: Form) -> ResponseReturnValue:
    """Put an offer into the directory."""
    if form.sent:
        answers = _said(form) | {"occurred_on": form.date("occurred_on")}
        form.send("marketplace", "POST", "/offers", answers)
        return done(_("The offer is in the directory."), "offers.ours")
    form.starts_with({"languages": ["en"], "price_pence": "0"})
    return show("offers/offer_form.html", form=form, is_new=True, sites=_sites())


@area.form_page("/offers/<uuid:offer_id>/change", roles=PUBLISHERS)
def change(form: Form, offer_id: UUID) -> ResponseReturnValue:
    """Change what is said of it. What somebody else changed in the meantime is not overwritten."""
    if form.sent:
        path = f"/offers/{offer_id}"
        ask("marketplace", "PATCH", path, json=_said(form), key=form.key, version=form.version)
        return done(_("The offer is changed."), "offers.ours")
    held = fetch("marketplace", f"/offers/{offer_id}")
    form.edits(held)
    form.starts_with(_pounds(held.body) | {"site_id": (held.body["site"] or {}).get("id")})
    return show("offers/offer_form.html", form=form, is_new=False, offer=held.body, sites=_sites())


@area.form_page("/offers/<uuid:offer_id>/withdrawal", roles=PUBLISHERS)
def withdraw(form: Form, offer_id: UUID) -> ResponseReturnValue:
    """Take it out of the directory."""
    if form.sent:
        path = f"/offers/{offer_id}/withdrawal"
        form.send("marketplace", "POST", path, {"occurred_on": form.date("occurred_on")})
        return done(_("The offer is out of the directory."), "offers.ours")
    return show("offers/withdraw.html", form=form, offer=ask("marketplace", "GET", f"/offers/{offer_id}"))


def _said(form: Form) -> dict[str, Any]:
    """What was typed, whole: an answer that was emptied is sent as empty."""
    return {
        **{name: form.text(name) or "" for name in TEXTS},
        **{name: form.many(name) for name in LISTS},
        "who_for": form.text("who_for") or "",
        "capacity": form.number("capacity"),
        "price_pence": form.pence("price_pence") or 0,
        "site_id": form.text("site_id"),
    }


def _pounds(offer: dict[str, Any]) -> dict[str, str]:
    pounds, pence = divmod(offer["price_pence"], 100)
    return {"price_pence": f"{pounds}.{pence:02}" if pence else str(pounds)}


def _organisation() -> Any:
    path = f"/organisations/{visitor().actor.org}"
    return ask_together({"own": Question("marketplace", path)})["own"]


def _sites() -> list[tuple[str, str]]:
    """Where the offer can be: one's own sites."""
    own = _organisation()
    sites = [] if own is AWAY or own is None else own["sites"]
    return [(site["id"], f"{site['name']}, {site['town']}") for site in sites]
