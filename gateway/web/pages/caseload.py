"""The caseload: everybody whose record the visitor may see, found by name, reference or date of birth."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, Question, ask, show, visitor
from gateway.web.pages.about_person import ADVISERS, READERS

LONGEST_SEARCH = 200
AT_MOST = 200

area = Area("caseload", __name__)
area.link(
    "people",
    _l("Caseload"),
    about=_l("The people you help: find somebody, see what comes next, register somebody new."),
    roles=READERS,
    order=10,
)
area.fact(
    "people",
    _l("People you look after"),
    lambda: Question("casework", "/participants", {"limit": AT_MOST, "adviser_id": visitor().actor.id}),
    lambda body: f"{len(body['items'])}{'+' if body['next'] else ''}",
    roles="adviser",
    order=10,
)


@area.page("/caseload", roles=READERS)
def people() -> ResponseReturnValue:
    """Those whom the visitor looks after, or everybody; a search goes through everybody."""
    search = request.args.get("search", "").strip()[:LONGEST_SEARCH] or None
    adviser = _adviser_asked()
    mine = search is None and adviser is None and _looks_after_own()
    query = {
        "search": search,
        "adviser_id": visitor().actor.id if mine else adviser,
        "cursor": request.args.get("cursor"),
        "limit": 50,
    }
    found = ask("casework", "GET", "/participants", query=query)
    return show(
        "caseload/people.html",
        found=found,
        search=search,
        mine=mine,
        may_write=visitor().has(*ADVISERS),
    )


def _adviser_asked() -> str | None:
    """Whose people the team board leads to."""
    try:
        return str(UUID(request.args.get("adviser", "")))
    except ValueError:
        return None


def _looks_after_own() -> bool:
    return request.args.get("whose", "mine" if visitor().has("adviser") else "all") == "mine"
