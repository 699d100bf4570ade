"""The embedded server is private: who comes in, and whom it runs as."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from chassis.store.embedded import EmbeddedServer, as_user
from chassis.store.embedded.commands import ServerUser
from tests.chassis.store.reaching import postmaster, run


def test_each_service_has_a_role_that_enters_its_own_database_alone(shared: EmbeddedServer):
    bakery = shared.url("bakery")
    shared.url("smithy")
    assert run(bakery, "select current_user::text, current_database()::text") == [("bakery", "bakery")]
    for database in ("smithy", "bakery"):
        intruder = shared.address("bakery" if database == "smithy" else "smithy", database)
        with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
            run(intruder, "select 1")
    assert run(
        bakery, "select rolsuper, rolcreaterole, rolcreatedb from pg_roles where rolname = 'bakery'"
    ) == [(False, False, False)]


def test_nobody_comes_in_without_the_password(shared: EmbeddedServer):
    shared.url("bakery")
    for role in ("postgres", "bakery"):
        for secret in ({}, {"password": "wrong"}):
            with pytest.raises(psycopg2.OperationalError, match="password"):
                psycopg2.connect(host=str(shared.folder), user=role, dbname="bakery", **secret)


def test_the_server_is_reached_through_its_folder_alone(shared: EmbeddedServer):
    process = postmaster(shared)
    listening = [
        at for at in process.net_connections("all") if at.status == "LISTEN" or at.family == socket.AF_UNIX
    ]
    assert {str(at.laddr) for at in listening if at.laddr} == {str(shared.folder / ".s.PGSQL.5432")}
    assert shared.folder.stat().st_mode & 0o777 == 0o700
    assert process.uids().real != 0


def test_what_is_in_a_statement_that_fails_is_not_logged(shared: EmbeddedServer):
    url = shared.url("bakery")
    run(url, "create table loaf (name text primary key)")
    run(url, "insert into loaf values ('Canary Pseudonym')")
    with pytest.raises(psycopg2.IntegrityError, match="Canary"):
        run(url, "insert into loaf values ('Canary Pseudonym')")
    written = shared.log.read_text()
    assert "duplicate key" in written
    assert "Canary" not in written


root_only = pytest.mark.skipif(os.geteuid() != 0, reason="it is about what root must not do")


def as_nobody(reach: bool, *command: str) -> subprocess.CompletedProcess[str]:
    nobody = ServerUser.choose()
    become = [sys.executable, "-I", as_user.__file__, str(nobody.uid), str(nobody.gid), str(int(reach))]
    return subprocess.run([*become, *command], capture_output=True, text=True, check=False)


def capabilities(reach: bool) -> set[str]:
    status = as_nobody(reach, "/bin/cat", "/proc/self/status").stdout.splitlines()
    return {line.split()[1] for line in status if line.startswith(("CapPrm", "CapEff", "CapInh", "CapAmb"))}


@root_only
def test_root_becomes_somebody_who_may_do_nothing():
    nobody = ServerUser.choose()
    assert as_nobody(False, "/usr/bin/id", "-u").stdout.strip() == str(nobody.uid)
    assert as_nobody(False, "/usr/bin/id", "-G").stdout.split() == [str(nobody.gid)]
    assert capabilities(reach=False) == {"0000000000000000"}


@root_only
def test_reach_is_one_capability_that_reads_and_does_not_write(tmp_path: Path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    note = closed / "note"
    note.write_text("x")
    assert as_nobody(False, "/bin/cat", str(note)).returncode != 0
    assert as_nobody(True, "/bin/cat", str(note)).stdout == "x"
    assert as_nobody(True, "/bin/cp", "/dev/null", str(note)).returncode != 0
    assert capabilities(reach=True) == {"0000000000000004"}


@root_only
def test_reach_finds_a_program_below_a_folder_that_is_closed_to_others(tmp_path: Path):
    """As initdb looks for postgres beside it, in a clone that only root may enter."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    program = closed / "program"
    program.touch(mode=0o755)
    asks = (sys.executable, "-Ic", f"import os; print(os.access({str(program)!r}, os.R_OK | os.X_OK))")
    assert as_nobody(True, *asks).stdout == "True\n"


@root_only
def test_a_home_below_a_folder_that_is_closed_to_others_works_and_stays_closed(shared: EmbeddedServer):
    assert not ServerUser.choose().may_enter(shared.home)
    assert run(shared.url("bakery"), "select 1") == [(1,)]
    assert shared.home.parent.stat().st_mode & 0o777 == 0o700


@root_only
def test_where_everybody_may_enter_so_may_the_server():
    assert ServerUser.choose().may_enter(Path("/usr/bin"))
