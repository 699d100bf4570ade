"""`workstead settings`: what can be set."""

from chassis.cli.console import say
from chassis.settings import Settings, describe


def settings() -> None:
    """List all settings with their defaults; the environment is checked on the way."""
    Settings.from_env()
    for entry in describe():
        say(f"{entry.variable}  ({entry.default})\n    {entry.meaning}")
