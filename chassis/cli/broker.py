"""`workstead broker`: what RabbitMQ is to hold, and who may do what in it."""

from pathlib import Path
from typing import Annotated

import typer

from chassis.cli.console import say
from chassis.cli.installed import load
from chassis.deployment import broker
from chassis.files import write_whole
from chassis.settings import Settings, SettingsError

app = typer.Typer(help="Set up RabbitMQ for the services that are installed.", no_args_is_help=True)

Passwords = Annotated[
    Path | None, typer.Option(help="The folder of `broker-<user>.password` files.", file_okay=False)
]
Output = Annotated[Path | None, typer.Option(help="The file to write; the screen by default.")]


@app.command()
def definitions(passwords: Passwords = None, output: Output = None) -> None:
    """Write RabbitMQ's definitions: users with their rights, exchanges, queues, bindings, limits.

    Without passwords nobody can sign in: such a file is for reading. Inboxes are divided as
    WORKSTEAD_<SERVICE>_PARTITIONS says.
    """
    classes = list(load().values())
    known = {} if passwords is None else _passwords(passwords, broker.user_names(classes))
    partitions = Settings.from_env().partitions
    text = broker.as_text(broker.definitions(classes, known, partitions))
    if output is None:
        print(text, end="")  # noqa: T201  # what a person at a terminal reads, or a pipe
        return
    write_whole(output, text.encode(), 0o600 if known else 0o644)
    say(f"{output} is written. Have RabbitMQ load it: `rabbitmqctl import_definitions {output}`.")


def _passwords(folder: Path, users: list[str]) -> dict[str, str]:
    return {user: _password(folder / f"broker-{user}.password") for user in users}


def _password(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(
            f"{file} cannot be read ({error.strerror}): make it with `workstead secrets {file.parent}`."
        ) from None
    if not text:
        raise SettingsError(f"{file} is empty: put a password into it.")
    return text
