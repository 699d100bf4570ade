"""Everything that happened with a person, on every channel, in one order."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import format_date

from gateway.web.frame import Area, ask
from gateway.web.pages.about_person import READERS, shown

area = Area("timeline", __name__)


@area.page("/people/<uuid:person_id>/timeline", roles=READERS)
def everything(person_id: UUID) -> ResponseReturnValue:
    """The timeline of somebody's record, month by month."""
    query: dict[str, Any] = {"limit": 50, "cursor": request.args.get("cursor")}
    found = ask("casework", "GET", f"/participants/{person_id}/timeline", query=query)
    return shown("person/timeline.html", person_id, found=found, months=_by_month(found["items"]))


def _by_month(moments: Iterable[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The moments in the order in which they came, under the name of each month."""
    months = groupby(moments, key=lambda each: str(each["occurred_on"])[:7])
    return [
        (format_date(date.fromisoformat(f"{month}-01"), "MMMM y"), list(those)) for month, those in months
    ]
