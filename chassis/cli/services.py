"""`workstead run` and `workstead migrate`."""

from typing import Annotated

import typer

from chassis import logs
from chassis.cli.console import say
from chassis.cli.installed import load
from chassis.context import ServiceContext
from chassis.settings import Settings, SettingsError
from chassis.store import migrations

Names = Annotated[list[str] | None, typer.Argument(help="The services.", show_default=False)]


def run(
    names: Names = None,
    everything: Annotated[bool, typer.Option("--all", help="All services that are installed.")] = False,
) -> None:
    """Run services in this process until it is told to stop (SIGTERM, Ctrl-C)."""
    from chassis.runtime.runner import serve

    if bool(names) == everything:
        raise SettingsError("Say which services to run, or --all.")
    settings = Settings.from_env()
    logs.configure(settings)
    raise typer.Exit(serve(settings, load(names or ())))


def migrate(names: Names = None) -> None:
    """Bring the databases of these services, or of all, up to date."""
    settings = Settings.from_env()
    logs.configure(settings)
    for name, service_class in load(names or ()).items():
        context = ServiceContext.build(service_class, settings)
        migrations.migrate(context)
        context.close()
        say(f"{name}: the database is up to date.")
