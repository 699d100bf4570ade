"""Price lists, the programmes that go by them, and the milestones that everybody passes."""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from chassis.reference import Code
from services.casework.domain.tariffs import Period, Tariff, read_tariff
from services.casework.domain.wages import LivingWage, rate_on
from services.casework.reference import PACKAGE, codes


@cache
def tariffs() -> dict[str, Tariff]:
    """Every price list by its name, `work-programme/year-1`. A file that makes no sense stops the reading."""
    return {tariff.name: tariff for tariff in map(read_tariff, _written())}


@cache
def price_lists() -> list[Code]:
    """Every price list as people read it: its name, and in `extra` what it pays for whom."""
    return [
        Code(f"{each['tariff']}/{each['version']}", each["label"], extra=_prices(each)) for each in _written()
    ]


@cache
def programmes() -> dict[str, tuple[Period, ...]]:
    """Each programme's price lists with the days of attachment for which they hold."""
    return {code.code: tuple(map(_period, code.extra["tariffs"])) for code in codes("programmes")}


def _period(plain: dict[str, str]) -> Period:
    until = plain.get("attached_to")
    since = date.fromisoformat(plain["attached_from"])
    return Period(plain["tariff"], since, None if until is None else date.fromisoformat(until))


@cache
def milestone_weeks() -> tuple[int, ...]:
    """After how many weeks in work there is a milestone."""
    return tuple(int(code.extra["weeks"]) for code in codes("milestones"))


@cache
def living_wages() -> tuple[LivingWage, ...]:
    """The National Living Wage, rate by rate."""
    return tuple(
        LivingWage(date.fromisoformat(code.extra["since"]), int(code.extra["pence"]))
        for code in codes("national-living-wage")
    )


@cache
def hourly_rate(day: date) -> int | None:
    """The National Living Wage of a day in pence an hour."""
    return rate_on(living_wages(), day)


@cache
def _written() -> tuple[dict[str, Any], ...]:
    folder = files(PACKAGE) / "reference" / "tariffs"
    names = sorted(each.name for each in folder.iterdir() if each.name.endswith(".yaml"))
    return tuple(yaml.safe_load((folder / name).read_text("utf-8")) for name in names)


def _prices(plain: dict[str, Any]) -> dict[str, Any]:
    """Each group with each of its fees: the numbers of the rule and those of the group together."""
    fees: dict[str, dict[str, Any]] = plain["fees"]
    groups = [
        {
            "code": str(group["code"]),
            "label": group["label"],
            "fees": {kind: rule | group[kind] for kind, rule in fees.items() if kind in group},
        }
        for group in plain["groups"]
    ]
    return {
        "currency": plain["currency"],
        "allotted_weeks": int(plain["allotted_weeks"]),
        "example": bool(plain.get("example")),
        "groups": groups,
    } | {name: plain[name] for name in ("delivery", "acceleration") if name in plain}
