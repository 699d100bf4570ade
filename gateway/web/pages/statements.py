"""Statements month by month, with the file to download, and what the next twelve months bring."""

from datetime import date
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import format_date, get_locale
from flask_babel import lazy_gettext as _l

from chassis import clock
from gateway.web.frame import Area, Question, ask, ask_together, show
from gateway.web.pages.lists import part_of_list

ACCOUNTABLE = ("finance officer", "team leader")
CREDITS = ("fees-earned", "owed-back")
"""Accounts that grow by credits: their balance is shown the other way round, as people read it."""

area = Area("statements", __name__)
area.link(
    "of_month",
    _l("Statements"),
    about=_l("What each month brought, to read or to download."),
    roles=ACCOUNTABLE,
    order=19,
)
area.link(
    "forecast",
    _l("Forecast"),
    about=_l("What can be claimed in the next twelve months if all goes on as it is."),
    roles=ACCOUNTABLE,
    order=20,
    in_navigation=False,
)


@area.page("/statements", roles=ACCOUNTABLE)
def of_month() -> ResponseReturnValue:
    """One month: the accounts, the sums, every line, and the way to the file."""
    typed = request.args.get("month", "").strip()
    month = _month(typed) or _this_month()
    found = ask("casework", "GET", "/statement", query=part_of_list(month=month))
    return show(
        "statements/of_month.html",
        found=found,
        words=month_words(month),
        credits=CREDITS,
        lists=names_of_lists(),
        wrong=bool(typed) and _month(typed) is None,
        file=f"/api/casework/statement.csv?month={month}",
    )


@area.page("/forecast", roles=ACCOUNTABLE)
def forecast() -> ResponseReturnValue:
    """Month by month, and what the sum is and is not."""
    found = ask("casework", "GET", "/forecast")
    months: dict[str, list[dict[str, Any]]] = {}
    for each in found["items"]:
        months.setdefault(each["month"], []).append(each)
    sums = [
        (month_words(month), rows, sum(row["amount_pence"] for row in rows)) for month, rows in months.items()
    ]
    return show("statements/forecast.html", found=found, months=sums, lists=names_of_lists())


def month_words(month: str) -> str:
    """November 2025."""
    return str(format_date(date.fromisoformat(f"{month}-01"), "MMMM y"))


def names_of_lists() -> dict[str, str]:
    """What each price list is called; empty while that cannot be asked."""
    found = ask_together({"tariffs": Question("casework", "/reference/tariffs")})["tariffs"]
    language = str(get_locale())[:2]
    items = found["items"] if found else ()
    return {each["code"]: each["label"].get(language) or each["label"]["en"] for each in items}


def _this_month() -> str:
    return f"{clock.today():%Y-%m}"


def _month(typed: str) -> str | None:
    try:
        return f"{date.fromisoformat(f'{typed}-01'):%Y-%m}"
    except ValueError:
        return None
