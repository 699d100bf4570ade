"""`workstead keys`: the keys of services, which a service makes by itself only in an embedded instance."""

from typing import Annotated

import typer

from chassis.cli.console import say
from chassis.context import prepared
from chassis.key_files import SIGNER, KeyFolder
from chassis.settings import Settings, service_names

app = typer.Typer(help="Make and rotate the keys of services.", no_args_is_help=True)


@app.command()
def init() -> None:
    """Make the keys of the services that have none, and leave the others as they are."""
    folder = _folder()
    folder.ensure(service_names() | {SIGNER})
    say(f"The keys are in {folder.path}. Give each service its own private file and public.json, no more.")


@app.command()
def rotate(service: Annotated[str, typer.Argument(help="Whose keys.")]) -> None:
    """Give a service new keys for what is written from now on; the old ones still read what they wrote."""
    _folder().rotate(service)
    say(f"{service} has new keys: start it again to have it use them.")


def _folder() -> KeyFolder:
    settings = prepared(Settings.from_env())
    return KeyFolder(settings.keys_folder, settings.secret)
