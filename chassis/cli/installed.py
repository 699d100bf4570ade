"""The services that are installed, by their entry points."""

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from typing import Any

from chassis.settings import SettingsError

GROUP = "workstead.services"


def installed() -> dict[str, EntryPoint]:
    """All services whose code is there, by the name by which they are run."""
    found = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    return {entry.name: entry for entry in found if _is_there(entry.module)}


def load(names: Iterable[str] = ()) -> dict[str, type[Any]]:
    """The service classes of these names; of all, if none is named. SettingsError for one that is unknown."""
    there = installed()
    wanted = list(dict.fromkeys(names)) or list(there)
    if unknown := [name for name in wanted if name not in there]:
        raise SettingsError(
            f"There is no service called {', '.join(unknown)}: choose from {', '.join(there) or 'none'}."
        )
    return {name: there[name].load() for name in wanted}


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
