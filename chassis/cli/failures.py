"""Failures whose message says what to do: they end a command with one line."""

from sqlalchemy.exc import OperationalError, ProgrammingError

from chassis.backup.errors import BackupError
from chassis.key_files import KeysError
from chassis.messaging.erasures import BadList
from chassis.messaging.errors import BrokerAway
from chassis.problems import Problem
from chassis.settings import SettingsError
from chassis.store.embedded import EmbeddedError
from chassis.store.migrations import MigrationError

DATABASE = (OperationalError, ProgrammingError)
OURS = (BackupError, BadList)
EXPECTED = (SettingsError, KeysError, EmbeddedError, MigrationError, BrokerAway, Problem, *OURS, *DATABASE)


def words(error: Exception) -> str:
    """What to print: one line, without what a driver adds for programmers."""
    if isinstance(error, OperationalError):
        return _line(f"The database does not answer: {error.orig}")
    if isinstance(error, ProgrammingError):
        return "The database is not up to date: run `workstead migrate`."
    return _line(str(error))


def _line(text: str) -> str:
    return " ".join(text.split())


def exit_code(error: Exception) -> int:
    """2 where the settings or the arguments are wrong, 1 for all else."""
    return 2 if isinstance(error, SettingsError) else 1
