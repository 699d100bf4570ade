"""The ledger: each row that claims and payments made, and what the accounts come to as of a day."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, ask, show
from gateway.web.pages.about_time import day_asked
from gateway.web.pages.lists import part_of_list

ACCOUNTABLE = ("finance officer", "team leader")
CREDITS = ("fees-earned", "owed-back")
"""Accounts that grow by credits: their balance is shown the other way round, as people read it."""

area = Area("ledger", __name__)
area.link(
    "rows",
    _l("Ledger"),
    about=_l("Every amount that was claimed, paid or taken back, and what it comes to on any day."),
    roles=ACCOUNTABLE,
    order=18,
)


@area.page("/ledger", roles=ACCOUNTABLE)
def rows() -> ResponseReturnValue:
    """As of the end of a day: the accounts, then the rows, the latest first."""
    as_of = day_asked("as_of")
    found = ask("casework", "GET", "/ledger", query=part_of_list(as_of=as_of))
    return show("ledger/rows.html", found=found, credits=CREDITS, wrong=bool(_typed()) and as_of is None)


def _typed() -> str:
    return request.args.get("as_of", "").strip()
