"""The other commands, and how they are found."""

import json

import pytest
import typer
from sqlalchemy import text

from chassis.cli import app as application
from chassis.settings import SettingsError, describe
from chassis.store import migrations


def test_help_names_every_command(installed, workstead, monkeypatch):
    monkeypatch.setattr(application, "entry_points", lambda group: [])
    said = workstead("--help").output
    assert all(name in said for name in application.OWN)


def test_every_setting_is_listed(installed, workstead):
    result = workstead("settings")
    assert result.exit_code == 0
    assert all(f"{entry.variable}  ({entry.default})" in result.output for entry in describe())


def test_a_database_is_brought_up_to_date(shelf, workstead):
    with shelf.database.transaction() as session:
        session.execute(text("drop table book, tick, alembic_version"))
    assert workstead("migrate", "shelf").output == "shelf: the database is up to date.\n"
    assert all(state.is_current for state in migrations.states(shelf))


def test_an_unknown_service_is_refused(installed, workstead):
    result = workstead("migrate", "nothing")
    assert isinstance(result.exception, SettingsError)
    assert "shelf" in str(result.exception)


def test_keys_are_made_once_and_rotated(installed, workstead, monkeypatch, tmp_path):
    monkeypatch.setenv("WORKSTEAD_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("WORKSTEAD_SECRET", "for this test alone")
    workstead("keys", "init")
    public = tmp_path / "keys" / "public.json"
    before = json.loads(public.read_text())["services"]
    workstead("keys", "init")
    assert json.loads(public.read_text())["services"] == before
    assert "shelf has new keys" in workstead("keys", "rotate", "shelf").output
    after = json.loads(public.read_text())["services"]
    assert len(after["shelf"]["seal"]) == 2
    assert {name: keys for name, keys in after.items() if name != "shelf"} == {
        name: keys for name, keys in before.items() if name != "shelf"
    }


def test_run_wants_names_or_all(installed, workstead):
    assert isinstance(workstead("run").exception, SettingsError)
    assert isinstance(workstead("run", "shelf", "--all").exception, SettingsError)


def test_others_bring_commands_of_their_own(installed, monkeypatch, workstead):
    class Entry:
        name, module = "sing", "singing"

        @staticmethod
        def load():
            singing = typer.Typer()
            singing.callback(invoke_without_command=True)(lambda: typer.echo("la"))
            return singing

    class Missing(Entry):
        name = "hum"

        @staticmethod
        def load():
            raise ModuleNotFoundError("humming", name="singing")

    monkeypatch.setattr(application, "entry_points", lambda group: [Entry, Missing])
    assert workstead("sing").output == "la\n"
    assert workstead("hum").exit_code == 2


@pytest.mark.parametrize("name", sorted(application.OWN))
def test_own_commands_do_not_wait_for_others(name, monkeypatch):
    def fail(group):
        raise AssertionError("looked for others")

    monkeypatch.setattr(application, "entry_points", fail)
    application.build(name)
