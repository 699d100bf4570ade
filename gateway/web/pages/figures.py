"""The figures of MI: the overview, each figure with its chart and its table, and what each one means."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, Question, ask, show

READERS = ("analyst", "commissioner", "team leader", "organisation administrator", "finance officer")
SECTIONS = ("funnel", "distance", "contacts", "referral_sources", "fees", "community")
TIME = ("month", "day")

area = Area("figures", __name__)
area.link(
    "overview",
    _l("Figures"),
    about=_l("From first meeting to lasting work, by period, with the definition of each figure."),
    roles=READERS,
    order=30,
)
area.fact(
    "overview",
    _l("People in work for 26 weeks"),
    Question("mi", "/figures", {"metric": "people-in-work-26-weeks"}),
    lambda body: _plain(body["total"]),
    roles=READERS,
)


@area.page("/figures", roles=READERS)
def overview() -> ResponseReturnValue:
    """The figures that matter most, for a period."""
    period, wrong = _period()
    found = ask("mi", "GET", "/overview", query=period)
    for each in (each for name in SECTIONS for each in found[name]["figures"] if each["by"]):
        each["chart"] = _chart(each, period)
    parts = [(name, found[name]) for name in SECTIONS]
    return show("figures/overview.html", parts=parts, period=period, wrong=wrong, **_shown(found))


@area.page("/figures/<metric>", roles=READERS)
def figure(metric: str) -> ResponseReturnValue:
    """One figure: its number, its definition, a chart with the same numbers in a table, and as CSV."""
    period, wrong = _period()
    meaning = _meaning(metric)
    by = request.args.get("by") or next(iter(meaning["by"] if meaning else ()), "month")
    running = request.args.get("cumulative") == "true" and by in TIME
    asked = {"metric": metric, "by": by, "cumulative": "true" if running else None, **period}
    found = ask("mi", "GET", "/figures", query=asked)
    breakdowns = [*(meaning["by"] if meaning else ()), *TIME]
    return show(
        "figures/figure.html",
        figure=found,
        meaning=meaning,
        breakdowns=[(code, _by(code)) for code in breakdowns],
        by=by,
        chart=_chart(found, period),
        csv=_of_mi("/figures.csv", asked | {"language": _language()}),
        period=period,
        wrong=wrong,
        **_shown(found),
    )


@area.page("/figures/<metric>/facts", roles=READERS)
def facts(metric: str) -> ResponseReturnValue:
    """The events that a figure was counted from."""
    period, _ = _period()
    query = {"metric": metric, "cursor": request.args.get("cursor"), "limit": 50, **period}
    traced = ask("mi", "GET", "/figures/trace", query=query)
    return show("figures/facts.html", traced=traced, meaning=_meaning(metric), period=period, metric=metric)


@area.page("/figures/meanings", roles=READERS)
def meanings() -> ResponseReturnValue:
    """The catalogue: each figure with its definition, formula, sources and owner."""
    return show("figures/meanings.html", metrics=ask("mi", "GET", "/metrics-catalogue")["items"])


def _chart(found: dict[str, Any], period: dict[str, str]) -> str:
    """Where the picture of a figure is."""
    query = {"by": found["by"], "cumulative": str(found["cumulative"]).lower(), "language": _language()}
    return _of_mi(f"/charts/{found['metric']}.svg", query | period)


def _of_mi(path: str, query: dict[str, str | None]) -> str:
    """An address of MI's, as a browser reaches it."""
    return f"/api/mi{path}?" + urlencode({name: value for name, value in query.items() if value is not None})


def _meaning(metric: str) -> dict[str, Any] | None:
    found = ask("mi", "GET", "/metrics-catalogue")["items"]
    return next((each for each in found if each["code"] == metric), None)


def _period() -> tuple[dict[str, str], bool]:
    """The period that was asked for, without what is no date; and whether something was not."""
    given = {name: request.args.get(name, "").strip() for name in ("from", "to")}
    read = {name: text for name, text in given.items() if _is_date(text)}
    return read, any(text and name not in read for name, text in given.items())


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _shown(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "first": found["from"] and date.fromisoformat(found["from"]),
        "last": date.fromisoformat(found["to"]),
    }


def _plain(total: dict[str, Any]) -> str | None:
    return None if total["value"] is None else str(total["value"])


def _by(code: str) -> str:
    """What a breakdown is called."""
    known = {
        "month": _("month"),
        "day": _("day"),
        "organisation": _("organisation"),
        "provider": _("organisation that helps"),
        "channel": _("channel"),
        "heard_of": _("how they heard of us"),
        "campaign": _("campaign"),
        "payment_group": _("payment group"),
        "kind": _("kind"),
        "barrier": _("barrier"),
        "change": _("change"),
        "space": _("space"),
        "reason": _("reason"),
        "template": _("message"),
        "attendance": _("attendance"),
        "sort": _("what it was"),
        "by_kind": _("who replied"),
        "category": _("category"),
    }
    return known.get(code, code.replace("_", " "))


def _language() -> str:
    """The language of the page, by its short code."""
    locale = get_locale()
    return locale.language if locale else "en"
