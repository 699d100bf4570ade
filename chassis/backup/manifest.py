"""What a backup says about itself, and whether that is so."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from chassis.backup import programs
from chassis.backup.errors import BackupError

FILE = "backup.json"
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """Written last, so that a folder without it is no backup."""

    taken_at: str
    org: str
    version: str
    rooms: Mapping[str, Mapping[str, Any]]
    """For each database the migrations that it had, and the rows of each table."""
    files: Mapping[str, str]
    """SHA-256 of each file."""
    format: int = FORMAT

    @property
    def moment(self) -> datetime:
        """When it was taken."""
        return datetime.fromisoformat(self.taken_at)

    def text(self) -> str:
        """As it is written."""
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"


def checked(folder: Path) -> Manifest:
    """The manifest of a backup that is whole. Raises BackupError for one that is not."""
    manifest = _read(folder / FILE)
    for name, expected in manifest.files.items():
        file = folder / name
        if not file.is_file():
            raise BackupError(f"{file} is missing: this backup is not whole, take another.")
        if checksum(file) != expected:
            raise BackupError(f"{file} is not what was written: this backup is damaged, take another.")
    for room in manifest.rooms:
        programs.contents(folder / f"{room}.dump")
    return manifest


def checksum(file: Path) -> str:
    """SHA-256 of a file, however large."""
    with open(file, "rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _read(file: Path) -> Manifest:
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        manifest = Manifest(**said)
    except FileNotFoundError:
        raise BackupError(f"{file.parent} is no backup: there is no {FILE} in it.") from None
    except (OSError, ValueError, TypeError) as error:
        raise BackupError(f"{file} cannot be read: {error}") from None
    if manifest.format != FORMAT:
        raise BackupError(f"{file} is of format {manifest.format}: restore it with the version that took it.")
    return manifest
