"""Price lists, the programmes that go by them, and the milestones that everybody passes."""

from datetime import date
from functools import cache
from importlib.resources import files

import yaml

from services.casework.domain.tariffs import Period, Tariff, read_tariff
from services.casework.reference import PACKAGE, codes


@cache
def tariffs() -> dict[str, Tariff]:
    """Every price list by its name, `work-programme/year-1`. A file that makes no sense stops the reading."""
    folder = files(PACKAGE) / "reference" / "tariffs"
    texts = [each.read_text("utf-8") for each in folder.iterdir() if each.name.endswith(".yaml")]
    read = [read_tariff(yaml.safe_load(text)) for text in texts]
    return {tariff.name: tariff for tariff in read}


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
