"""`workstead doctor`: what is wrong, and what to do."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from chassis import clock
from chassis.messaging import parked
from chassis.messaging.errors import Unreadable


def wrong(result):
    """The names of what the doctor found wrong."""
    lines = [line for line in result.output.splitlines() if line.startswith("WRONG")]
    return {line.split(": ")[1] for line in lines}


def test_all_is_well(shelf, workstead):
    result = workstead("doctor", "shelf")
    assert (result.exit_code, wrong(result)) == (0, set())
    assert "All 11 are well." in result.output


def test_each_wrong_thing_comes_with_what_to_do(shelf, workstead):
    with shelf.database.transaction() as session:
        parked.park_unreadable(session, "shelf", b"nonsense", Unreadable("no envelope"))
        session.execute(text("delete from alembic_version"))
    result = workstead("doctor", "shelf")
    assert (result.exit_code, wrong(result)) == (1, {"migrations", "parked events"})
    assert "→ Run `workstead migrate shelf`." in result.output
    assert "→ Look at `workstead events parked shelf`" in result.output


def test_an_inbox_that_is_divided_otherwise_than_it_is_set(shelf, workstead, monkeypatch):
    monkeypatch.setenv("WORKSTEAD_BROKER_URL", "amqp://guest:guest@127.0.0.1:1//")
    with shelf.database.transaction() as session:
        session.execute(text("insert into inbox_partitions (consumer, number) values ('shelf', 4)"))
    result = workstead("doctor", "shelf")
    assert (result.exit_code, wrong(result)) == (1, {"broker", "partitions"})
    assert "WORKSTEAD_SHELF_PARTITIONS=1" in result.output


def test_a_wrong_setting(shelf, workstead, monkeypatch):
    monkeypatch.setenv("WORKSTEAD_PORT", "x")
    result = workstead("doctor")
    assert (result.exit_code, wrong(result)) == (1, {"settings"})
    assert "WORKSTEAD_PORT" in result.output


def test_a_database_that_is_away(shelf, workstead, monkeypatch):
    monkeypatch.setenv("WORKSTEAD_SHELF_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    result = workstead("doctor", "shelf")
    assert (result.exit_code, wrong(result)) == (1, {"database"})


def test_a_broker_that_is_away(shelf, workstead, monkeypatch):
    monkeypatch.setenv("WORKSTEAD_BROKER_URL", "amqp://guest:guest@127.0.0.1:1//")
    result = workstead("doctor", "shelf")
    assert (result.exit_code, wrong(result)) == (1, {"broker"})
    assert "WORKSTEAD_BROKER_URL" in result.output


def test_keys_that_are_not_there(shelf, workstead, monkeypatch, tmp_path):
    monkeypatch.setenv("WORKSTEAD_KEYS", str(tmp_path / "none"))
    result = workstead("doctor", "shelf")
    assert result.exit_code == 1
    assert "workstead keys init" in result.output


def test_a_full_disk(shelf, workstead, monkeypatch):
    from chassis.cli import doctor

    monkeypatch.setattr(doctor, "LEAST_FREE", 10**18)
    assert wrong(workstead("doctor", "shelf")) == {"disk"}


def test_clocks_that_are_apart(shelf, workstead, monkeypatch):
    real = clock.real_now
    monkeypatch.setattr(clock, "real_now", lambda: real() + timedelta(seconds=30))
    result = workstead("doctor", "shelf")
    assert wrong(result) == {"clock"}
    assert "30.0 s apart" in result.output


@pytest.mark.parametrize("command", [("outbox",), ("parked",)])
def test_a_command_on_a_database_that_is_away_is_one_line(shelf, monkeypatch, capsys, command):
    from chassis.cli.app import run

    monkeypatch.setenv("WORKSTEAD_SHELF_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    monkeypatch.setattr("sys.argv", ["workstead", "events", *command, "shelf"])
    with pytest.raises(SystemExit) as ended:
        run()
    said = capsys.readouterr().err
    assert ended.value.code == 1
    assert said.startswith("workstead: The database does not answer")
    assert len(said.splitlines()) == 1
