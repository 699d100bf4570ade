"""Values cannot be changed and are the same if they say the same; things are the same if they are one."""

import pkgutil
from dataclasses import is_dataclass
from importlib import import_module
from inspect import getmembers, isclass

from services.casework import domain


def kinds() -> set[type]:
    """Every dataclass of the domain."""
    found = (
        import_module(f"{domain.__name__}.{each.name}") for each in pkgutil.iter_modules(domain.__path__)
    )
    return {kind for module in found for _, kind in getmembers(module, isclass) if is_dataclass(kind)}


def test_each_is_a_value_or_a_thing() -> None:
    """Things are put into sets and dictionaries while they change, by the store above all."""
    apart = {kind for kind in kinds() if kind.__dataclass_params__.frozen != kind.__dataclass_params__.eq}
    assert apart == set()
    assert len(kinds()) > 100
