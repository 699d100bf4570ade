"""The directory of help, open to everybody: look for an offer, read it, see who gives it."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from gateway.web.frame import PUBLIC, Area, Question, ask, ask_together, show
from gateway.web.pages.lists import given, part_of_list

LONGEST = 200
ASKED_FOR = ("search", "category", "barrier", "delivery", "language")

area = Area("directory", __name__)
area.link(
    "search",
    _l("Find help"),
    about=_l("What organisations near you offer, how each would help, and whether there is a place."),
    roles=PUBLIC,
    order=34,
)


@area.page("/help", roles=PUBLIC)
def search() -> ResponseReturnValue:
    """Offers that fit, the best match first, each with how it would help."""
    asked = {name: _asked(name) for name in ASKED_FOR}
    free = "true" if request.args.get("free") else None
    found = ask("marketplace", "GET", "/offers", query=part_of_list(20, **asked, free=free))
    looks = any(asked.values()) or bool(free)
    narrow = asked["delivery"] or asked["language"]
    return show("directory/search.html", found=found, asked=asked, free=free, looks=looks, narrow=narrow)


@area.page("/help/<uuid:offer_id>", roles=PUBLIC)
def offer(offer_id: UUID) -> ResponseReturnValue:
    """One offer, and beside it how to reach whoever gives it."""
    found = ask("marketplace", "GET", f"/offers/{offer_id}")
    by = f"/organisations/{found['organisation']['id']}"
    edges = ask_together({"organisation": Question("marketplace", by)})
    return show("directory/offer.html", offer=found, **edges)


@area.page("/help/organisations", roles=PUBLIC)
def organisations() -> ResponseReturnValue:
    """Who takes part."""
    kind = _asked("kind")
    found = ask("marketplace", "GET", "/organisations", query=part_of_list(50, kind=kind))
    return show("directory/organisations.html", found=found, kind=kind)


@area.page("/help/organisations/<uuid:organisation_id>", roles=PUBLIC)
def organisation(organisation_id: UUID) -> ResponseReturnValue:
    """One organisation: what it is, where it is, what it offers."""
    found = ask("marketplace", "GET", f"/organisations/{organisation_id}")
    edges = ask_together({"offers": Question("marketplace", "/offers", _of(organisation_id))})
    return show("directory/organisation.html", organisation=found, **edges)


def _of(organisation_id: UUID) -> dict[str, Any]:
    return given(organisation_id=organisation_id, limit=50)


def _asked(name: str) -> str | None:
    """What somebody looks for, cut to what the service reads."""
    return request.args.get(name, "").strip()[:LONGEST] or None
