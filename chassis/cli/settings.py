"""`workstead settings`: what can be set, and how it is set here."""

from chassis.cli.console import show
from chassis.settings import Settings, describe


def settings() -> None:
    """List all settings with their defaults; the environment is checked on the way."""
    Settings.from_env()
    rows = [(entry.variable, entry.default, entry.meaning) for entry in describe()]
    show("Settings", ("variable", "default", "meaning"), rows)
