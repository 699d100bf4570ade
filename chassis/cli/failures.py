"""Failures whose message says what to do: they end a command with one line."""

from chassis.key_files import KeysError
from chassis.settings import SettingsError
from chassis.store.embedded import EmbeddedError
from chassis.store.migrations import MigrationError


class CannotDo(Exception):
    """What was asked cannot be done. The message is one line and says what to do."""


EXPECTED = (SettingsError, KeysError, EmbeddedError, MigrationError, CannotDo)


def exit_code(error: Exception) -> int:
    """2 where the settings or the arguments are wrong, 1 for all else."""
    return 2 if isinstance(error, SettingsError) else 1
