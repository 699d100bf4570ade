"""The moment at which a backup begins: no event is half taken in, and no row is hidden."""

import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import make_url, text

from chassis.backup import BackupError, manifest, programs
from chassis.backup.cut import cut
from chassis.backup.rooms import Room
from chassis.context import ServiceContext
from chassis.store.embedded import EmbeddedServer
from chassis.store.embedded.server import SUPERUSER
from services.casework.service import Casework
from services.mi.service import ManagementInformation

Contexts = Callable[..., ServiceContext]
TAKEN_IN = text("insert into inbox (consumer, source, id, run) values ('mi', 'test', :id, 0)")


def room(context: ServiceContext, server: EmbeddedServer) -> Room:
    database = str(context.database.url.database)
    return Room(context.name, context, make_url(server.address(SUPERUSER, database)))


@pytest.fixture
def rooms(service_context: Contexts, postgres_server: EmbeddedServer) -> dict[str, Room]:
    return {
        context.name: room(context, postgres_server)
        for context in (service_context(Casework), service_context(ManagementInformation))
    }


def test_a_batch_that_is_being_handled_is_waited_for(rooms: dict[str, Room]) -> None:
    taken = threading.Event()
    database = rooms["mi"].context.database

    def handle() -> None:
        with database.transaction() as session:
            session.execute(TAKEN_IN, {"id": uuid4()})
            session.connection().exec_driver_sql("select 1")
            taken.set()
            threading.Event().wait(0.5)

    handling = threading.Thread(target=handle)
    handling.start()
    taken.wait(5)
    with cut(rooms) as made:
        assert made.rows["mi"]["inbox"] == 1
        assert made.held_seconds > 0.2
    handling.join()


def test_nobody_is_held_up_while_it_is_written(rooms: dict[str, Room]) -> None:
    with cut(rooms) as made:
        with rooms["mi"].context.database.transaction() as session:
            session.execute(TAKEN_IN, {"id": uuid4()})
        assert made.rows["mi"]["inbox"] == 0


def test_rows_that_are_hidden_from_whoever_reads_are_no_backup(rooms: dict[str, Room]) -> None:
    context = rooms["casework"].context
    own = Room("casework", context, context.database.url)
    with pytest.raises(BackupError, match="Row-level security"), cut({"casework": own}):
        pass


def test_a_database_goes_into_a_file_and_comes_back(rooms: dict[str, Room], tmp_path: Path) -> None:
    mi = rooms["mi"]
    with mi.context.database.transaction() as session:
        session.execute(TAKEN_IN, {"id": uuid4()})
    with cut(rooms) as made:
        programs.dump(mi.reader, made.snapshots["mi"], tmp_path / "mi.dump")
    assert any("TABLE DATA public inbox" in line for line in programs.contents(tmp_path / "mi.dump"))
    with closing(mi.write()) as connection, connection, connection.cursor() as cursor:
        cursor.execute("drop schema public cascade")
        cursor.execute("create schema public")
    programs.restore(mi.writer, tmp_path / "mi.dump")
    with closing(mi.write()) as connection, connection.cursor() as cursor:
        cursor.execute("select count(*) from inbox")
        assert cursor.fetchone() == (1,)


def test_what_is_no_dump_is_said(tmp_path: Path) -> None:
    (tmp_path / "mi.dump").write_text("nonsense")
    with pytest.raises(BackupError, match="cannot be read as a dump"):
        programs.contents(tmp_path / "mi.dump")
    (tmp_path / manifest.FILE).write_text("{}")
    with pytest.raises(BackupError, match="cannot be read"):
        manifest.checked(tmp_path)


def test_a_server_that_is_away_is_one_line() -> None:
    url = make_url("postgresql+psycopg2://nobody@127.0.0.1:1/nothing")
    with pytest.raises(BackupError, match="does not let us in"):
        programs.dump(url, "1", Path("/dev/null"))
