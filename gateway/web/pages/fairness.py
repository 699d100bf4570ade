"""Whether recommendations leave anybody behind: the check of each month, and who reviewed the rules."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, Question, ask, ask_together, show

READERS = ("team leader", "analyst", "data-protection officer")
MONTHS = 24
ANY = "any-offer"
"""Of the kinds of offers, those are shown in which somebody is left behind."""

area = Area("fairness", __name__)
area.link(
    "latest",
    _l("Fair recommendations"),
    about=_l("Each month: who is recommended what, who takes it up, and whether anybody is left behind."),
    roles=READERS,
    order=46,
    in_navigation=False,
)


@area.page("/recommendation-checks", roles=READERS)
def latest() -> ResponseReturnValue:
    """The check of last month."""
    months = _months()
    return _shown(months, months[0]["id"]) if months else show("fairness/none.html")


@area.page("/recommendation-checks/<uuid:check_id>", roles=READERS)
def one(check_id: UUID) -> ResponseReturnValue:
    """The check of one month."""
    return _shown(_months(), check_id)


def _shown(months: list[dict[str, Any]], check_id: Any) -> str:
    check = ask("casework", "GET", f"/recommendation-checks/{check_id}")
    reviews = ask_together({"reviews": Question("casework", "/recommendation-rule-reviews")})["reviews"]
    stages = ("recommended", "taken_up", "achieved")
    behind = [(stage, row) for stage in stages for row in check[stage] if row["is_behind"]]
    check["recommended"] = [row for row in check["recommended"] if row["what"] == ANY or row["is_behind"]]
    return show("fairness/month.html", check=check, months=months, reviews=reviews, behind=behind)


def _months() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask("casework", "GET", "/recommendation-checks", query={"limit": MONTHS})[
        "items"
    ]
    return found
