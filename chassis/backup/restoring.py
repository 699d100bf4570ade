"""Restoring an instance from a backup: into empty databases, with nobody at work in them."""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

from chassis.backup import programs
from chassis.backup.cut import TABLES, counted
from chassis.backup.errors import BackupError
from chassis.backup.manifest import Manifest
from chassis.backup.rooms import Room, connected
from chassis.files import write_whole
from chassis.key_files import KeyFolder
from chassis.settings import Settings
from chassis.store.embedded import EmbeddedServer

Say = Callable[[str], None]

AT_WORK = """
    select count(*) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name like 'workstead %'
"""


def open_keys(folder: Path, settings: Settings) -> None:
    """Raise unless the secret opens every key of the backup; nothing has been touched by then."""
    if settings.secret is None and not (settings.home / "secret").exists():
        raise BackupError(
            "The keys of a backup are wrapped, and the secret is not in it: set WORKSTEAD_SECRET, or put it"
            f" into {settings.home / 'secret'}."
        )
    secret = settings.secret or (settings.home / "secret").read_text(encoding="utf-8").strip()
    keys = KeyFolder(folder / "keys", secret)
    for service in keys.public():
        keys.private(service)


def put_keys(folder: Path, settings: Settings, replace_them: bool) -> None:
    """The keys of the backup, where the services look for them."""
    to = settings.keys_folder
    public = KeyFolder(to).public_file
    kept = {file.name: file.read_bytes() for file in sorted((folder / "keys").glob("*.json"))}
    other = [name for name, content in kept.items() if not _holds(to / name, content)]
    if other and public.exists() and not replace_them:
        raise BackupError(f"There are other keys in {to}: move them away, or say --replace.")
    if other:
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in other:
        write_whole(to / name, kept[name], 0o644 if name == public.name else 0o600)


def put_databases(
    rooms: Mapping[str, Room], folder: Path, manifest: Manifest, replace_them: bool, say: Say
) -> None:
    """Fill every database, after all have been found fit for it."""
    if missing := sorted(manifest.rooms.keys() - rooms.keys()):
        raise BackupError(f"The backup has {', '.join(missing)}, and there is no such service here.")
    chosen = {name: rooms[name] for name in manifest.rooms}
    for room in chosen.values():
        _fit(room, replace_them)
    for name, room in chosen.items():
        _empty(room)
        programs.restore(room.writer, folder / f"{name}.dump")
        with closing(room.read()) as connection:
            same(name, counted(connection), manifest)
        say(f"{name}: {sum(manifest.rooms[name]['rows'].values()):,} rows are back.")


def _holds(file: Path, content: bytes) -> bool:
    return file.is_file() and file.read_bytes() == content


def same(name: str, found: Mapping[str, int], manifest: Manifest) -> None:
    """Raise unless every table has the rows that it had at the cut."""
    expected = manifest.rooms[name]["rows"]
    wrong = [table for table in expected if found.get(table) != expected[table]]
    if wrong:
        raise BackupError(f"{name} came back with other numbers of rows in {', '.join(sorted(wrong))}.")


def try_out(folder: Path, manifest: Manifest) -> None:
    """Restore every database into a server of its own, for a moment, and count."""
    home = Path(tempfile.mkdtemp(prefix="workstead-trial-"))
    home.chmod(0o711)
    server = EmbeddedServer(home, durable=False)
    try:
        server.start()
        for name in manifest.rooms:
            url = make_url(server.url(name))
            programs.restore(url, folder / f"{name}.dump")
            with closing(connected(make_url(server.address("postgres", name)))) as connection:
                same(name, counted(connection), manifest)
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def _fit(room: Room, replace_it: bool) -> None:
    """Empty, or to be replaced; and nobody at work."""
    with closing(room.write()) as connection, connection.cursor() as cursor:
        cursor.execute(AT_WORK)
        if cursor.fetchone()[0]:
            raise BackupError(f"Somebody is at work in the database of {room.name}: stop the services first.")
        cursor.execute(TABLES)
        if cursor.fetchall() and not replace_it:
            raise BackupError(
                f"The database of {room.name} is not empty: say --replace if all that is in it may go."
            )


def _empty(room: Room) -> None:
    """Everything in the database goes; a fresh one holds nothing either."""
    with closing(room.write()) as connection, connection, connection.cursor() as cursor:
        cursor.execute("set client_min_messages = warning")
        cursor.execute("drop schema public cascade")
        cursor.execute("create schema public")
