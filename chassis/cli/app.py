"""All commands of `workstead`: those of the chassis, and those that others bring by their entry points."""

import sys
from importlib.metadata import EntryPoint, entry_points

import typer

from chassis.cli import authority, backup, broker, docs, doctor, events, keys, secrets, services, settings
from chassis.cli.failures import EXPECTED, exit_code, words

COMMANDS = "workstead.commands"
RESCUE = (backup.backup, backup.verify, backup.restore)
OWN = frozenset(
    ("run", "migrate", "doctor", "settings", "docs", "events", "keys", "secrets", "broker", "authority")
).union(command.__name__ for command in RESCUE)


def build(first: str = "") -> typer.Typer:
    """The application; with what others bring to it, unless the first word asks for a command of its own."""
    app = typer.Typer(
        name="workstead",
        help="Message-driven services that help people get jobs and keep them.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.command("run")(services.run)
    app.command("migrate")(services.migrate)
    app.command("doctor")(doctor.doctor)
    app.command("settings")(settings.settings)
    app.command("docs")(docs.docs)
    app.command("secrets")(secrets.secrets)
    app.command("authority")(authority.authority)
    for command in RESCUE:
        app.command(command.__name__)(command)
    app.add_typer(events.app, name="events")
    app.add_typer(keys.app, name="keys")
    app.add_typer(broker.app, name="broker")
    if first not in OWN:
        for entry in entry_points(group=COMMANDS):
            _add(app, entry)
    return app


def run() -> None:
    """Do what the arguments say. What whoever typed them can mend is one line, and no traceback."""
    try:
        build(*sys.argv[1:2])()
    except EXPECTED as error:
        print(f"workstead: {words(error)}", file=sys.stderr)  # noqa: T201  # what a person at a terminal reads
        sys.exit(exit_code(error))


def _add(app: typer.Typer, entry: EntryPoint) -> None:
    """A command whose code is not installed here is left out."""
    try:
        app.add_typer(entry.load(), name=entry.name)
    except ModuleNotFoundError as error:
        if error.name is None or not entry.module.startswith(error.name):
            raise
