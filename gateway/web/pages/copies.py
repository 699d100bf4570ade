"""A copy of everything that is held about a person, to be read or saved."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue

from gateway.web.frame import Area, ask, choices, show
from gateway.web.pages.rights import OFFICER

OURS = "casework"

area = Area("copies", __name__)


@area.page("/copies/<uuid:request_id>", roles=(OFFICER, "participant"))
def copy(request_id: UUID) -> ResponseReturnValue:
    """Everything: what casework holds by kind, what others hold by service."""
    found = ask("casework", "GET", f"/access-requests/{request_id}/copy")
    held = found.pop("held")
    return show("rights/copy.html", kinds=by_kind(held.pop(OURS)), others=held, **found)


def by_kind(tables: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The tables under the kind of record to which each belongs, in the order of the list of kinds."""
    kinds = []
    for code, words in choices("casework", "retention"):
        names = _tables_of(code)
        if theirs := {name: rows for name, rows in tables.items() if name in names}:
            kinds.append((str(words), theirs))
    told = {name for _, theirs in kinds for name in theirs}
    rest = {name: rows for name, rows in tables.items() if name not in told}
    return [*kinds, ("", rest)] if rest else kinds


def _tables_of(kind: str) -> list[str]:
    items = ask("casework", "GET", "/reference/retention")["items"]
    return next((list(one["extra"]["tables"]) for one in items if one["code"] == kind), [])
