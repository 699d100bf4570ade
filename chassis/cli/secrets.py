"""`workstead secrets`: what an instance in containers needs to know and nobody else may."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from chassis.cli.console import say
from chassis.cli.installed import load
from chassis.deployment.broker import definitions
from chassis.deployment.secrets import Places, SecretsFolder
from chassis.settings import room_names


def secrets(
    folder: Annotated[Path, typer.Argument(help="Where they go.", file_okay=False)] = Path("deploy/secrets"),
    mail: Annotated[str, typer.Option(help="The mail server, as WORKSTEAD_SMTP_URL.")] = Places.mail,
    database: Annotated[str, typer.Option(help="Host and port of PostgreSQL.")] = Places.database,
    broker: Annotated[str, typer.Option(help="Host and port of RabbitMQ.")] = Places.broker,
    broker_tls: Annotated[str, typer.Option(help="The same, for TLS.")] = Places.broker_tls,
) -> None:
    """Make the secrets that are missing, a file each, and leave the others as they are."""
    places = Places(database, broker, broker_tls, mail)
    classes = list(load().values())
    made = SecretsFolder(folder, room_names(), places, partial(definitions, classes)).make()
    say(f"{len(made)} made in {folder}." if made else f"Nothing is missing in {folder}.")
    say("Keep a copy where only you can reach it: without keys/ and secret, sealed fields stay sealed.")
