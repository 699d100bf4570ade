"""The team board: who looks after how many, how much work it is, and how many need to be looked at."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, ask, show

area = Area("team", __name__)
area.link(
    "board",
    _l("Team"),
    about=_l("How full each caseload is, who has not been heard of, and who stands in for whom."),
    roles="team leader",
    order=11,
)
FULL, TOO_FULL = 90, 110
"""Percent of a full caseload from which it is said to be full, or too full."""


@area.page("/team", roles="team leader")
def board() -> ResponseReturnValue:
    """A row for each adviser, the fullest first."""
    rows = ask("casework", "GET", "/team-board")["items"]
    silences = rows[0]["no_contact"] if rows else []
    silent = [_("No contact for %(days)s days", days=each["days"]) for each in silences]
    return show("team/board.html", rows=[_with_words(row) for row in rows], silent=silent)


def _with_words(row: dict[str, Any]) -> dict[str, Any]:
    load = row["load_percent"]
    return row | {"kind": "bad" if load >= TOO_FULL else "wait" if load >= FULL else "good"}
