"""Everything that happened with a person, on every channel, in one order."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, ask
from gateway.web.pages.about_person import READERS, own_id, shown

area = Area("timeline", __name__)
area.link(
    "mine",
    _l("What has happened"),
    about=_l("Every meeting, message, letter and call, in one place."),
    roles="participant",
    order=60,
    in_navigation=False,
)


@area.page("/people/<uuid:person_id>/timeline", roles=READERS)
def everything(person_id: UUID) -> ResponseReturnValue:
    """The timeline of somebody's record."""
    return _shown(person_id)


@area.page("/my/timeline", roles="participant")
def mine() -> ResponseReturnValue:
    """One's own timeline."""
    return _shown(own_id())


def _shown(person_id: UUID) -> str:
    query: dict[str, Any] = {"limit": 50, "cursor": request.args.get("cursor")}
    found = ask("casework", "GET", f"/participants/{person_id}/timeline", query=query)
    return shown("person/timeline.html", person_id, found=found)
