"""Taking a backup: keys, the cut, a dump of each database, and last the manifest."""

import os
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, insert

from chassis import clock, health
from chassis.backup import programs
from chassis.backup.cut import Cut, cut
from chassis.backup.errors import BackupError
from chassis.backup.manifest import FILE, Manifest, checksum
from chassis.backup.rooms import Room
from chassis.files import write_whole
from chassis.key_files import KeyFolder
from chassis.settings import Settings
from chassis.store import migrations
from chassis.store.tables import backup_mark

AT_ONCE = 2
"""Dumps that are written beside each other."""


@dataclass(frozen=True)
class Taken:
    """What was taken."""

    folder: Path
    bytes: int
    rows: int
    held_seconds: float


def take(rooms: Mapping[str, Room], settings: Settings, folder: Path) -> Taken:
    """Write a backup into a folder that is not there yet. It appears under its name when it is whole."""
    if folder.exists():
        raise BackupError(f"{folder} is there already: name a new folder.")
    draft = folder.with_name(f".{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    try:
        _copy_keys(KeyFolder(settings.keys_folder, settings.secret), draft / "keys")
        taken_at = clock.real_now().isoformat()
        with cut(rooms) as made:
            _dump(rooms, made, draft)
        files = sorted(path for path in draft.rglob("*") if path.is_file())
        for file in files:
            file.chmod(0o600)
        manifest = Manifest(
            taken_at=taken_at,
            org=settings.org,
            version=health.release()["version"],
            rooms={name: _described(room, made) for name, room in rooms.items()},
            files={str(path.relative_to(draft)): checksum(path) for path in files},
        )
        write_whole(draft / FILE, manifest.text().encode())
        os.rename(draft, folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    for room in rooms.values():
        _mark(room)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    rows = sum(sum(tables.values()) for tables in made.rows.values())
    return Taken(folder, size, rows, made.held_seconds)


def _copy_keys(keys: KeyFolder, to: Path) -> None:
    """Keys that nothing wraps would lie open in the backup: those are refused."""
    to.mkdir(mode=0o700)
    public = keys.public()
    for service in sorted(public):
        if not keys.private_file(service).exists():
            raise BackupError(f"{keys.private_file(service)} is missing: back up where all keys are.")
        if not keys.is_wrapped(service):
            raise BackupError(
                f"The keys of {service} are not wrapped: set WORKSTEAD_SECRET, and run"
                f" `workstead keys rotate {service}`."
            )
        shutil.copyfile(keys.private_file(service), to / keys.private_file(service).name)
    shutil.copyfile(keys.public_file, to / keys.public_file.name)


def _dump(rooms: Mapping[str, Room], made: Cut, folder: Path) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        writing = [
            pool.submit(programs.dump, room.reader, made.snapshots[name], folder / f"{name}.dump")
            for name, room in rooms.items()
        ]
        for one in writing:
            one.result()


def _described(room: Room, made: Cut) -> dict[str, object]:
    applied = {state.history: state.applied for state in migrations.states(room.context)}
    return {"migrations": applied, "rows": dict(made.rows[room.name])}


def _mark(room: Room) -> None:
    """The service can tell from now on how old its last backup is."""
    with room.context.database.transaction() as session:
        session.execute(delete(backup_mark))
        session.execute(insert(backup_mark), {"at": clock.real_now()})
