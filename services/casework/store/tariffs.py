"""Price lists and programmes, read once from the reference data of this service."""

from functools import cache
from importlib.resources import files

import yaml

from chassis import reference
from services.casework.domain.tariffs import Period, Tariff, read_tariff

PACKAGE = "services.casework"


@cache
def tariffs() -> dict[str, Tariff]:
    """Every price list by its name, `work-programme/year-1`. A file that makes no sense stops the reading."""
    folder = files(PACKAGE) / "reference" / "tariffs"
    read = [
        read_tariff(yaml.safe_load(each.read_text("utf-8")))
        for each in folder.iterdir()
        if each.name.endswith(".yaml")
    ]
    return {tariff.name: tariff for tariff in read}


@cache
def programmes() -> dict[str, tuple[Period, ...]]:
    """Each programme's price lists with the days of attachment for which they hold."""
    codes = reference.load(PACKAGE, "programmes")
    return {code.code: tuple(Period(**period) for period in code.extra["tariffs"]) for code in codes}
