"""Whom settings are for: the services that are installed."""

from importlib.metadata import entry_points


def service_names() -> frozenset[str]:
    """The installed services, and the databases that two of them share where they are wings of one."""
    return frozenset(entry.name for entry in entry_points(group="workstead.services")) | room_names()


def room_names() -> frozenset[str]:
    """Those that have a database, a key file and a user of the broker of their own."""
    found = entry_points(group="workstead.services")
    return frozenset(entry.module.removeprefix("services.").split(".")[0] for entry in found)
