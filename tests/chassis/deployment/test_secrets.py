"""The secrets of an instance in containers: made once, for each room its own, in a folder of its owner's."""

import stat
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner

from chassis.cli.app import build
from chassis.deployment.secrets import Places, SecretsFolder
from chassis.key_files import KeyFolder
from chassis.settings import Settings, room_names

ROOMS = ["casework", "gateway"]


@pytest.fixture
def folder(tmp_path: Path) -> SecretsFolder:
    made = SecretsFolder(tmp_path / "secrets", ROOMS, Places(), lambda passwords: passwords)
    made.make()
    return made


def test_only_the_owner_gets_into_the_folder_and_containers_read_what_is_mounted(
    folder: SecretsFolder,
) -> None:
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.path.glob("*.*")} == {0o444}
    assert stat.S_IMODE((folder.path / "keys/casework.private.json").stat().st_mode) == 0o444


def test_each_room_has_an_account_of_its_own(folder: SecretsFolder) -> None:
    for room in ROOMS:
        database = urlsplit((folder.path / f"database-{room}.url").read_text().strip())
        broker = urlsplit((folder.path / f"broker-{room}.url").read_text().strip())
        assert (database.username, database.password) == (room, folder.password(f"database-{room}"))
        assert (broker.username, broker.password) == (room, folder.password(f"broker-{room}"))
    said = [file.read_text() for file in folder.path.glob("*.password")]
    assert len(set(said)) == len(said)


def test_over_tls_the_names_of_the_servers_are_verified(folder: SecretsFolder) -> None:
    database = (folder.path / "database-casework-tls.url").read_text()
    assert "sslmode=verify-full" in database
    assert "sslrootcert=/run/secrets/authority.pem" in database
    assert (folder.path / "broker-casework-tls.url").read_text().startswith("amqps://")


def test_what_is_there_is_left_as_it_is(folder: SecretsFolder) -> None:
    before = {file: file.read_bytes() for file in folder.path.rglob("*") if file.is_file()}
    assert b"gateway" in before[folder.path / "broker-definitions.json"]
    (folder.path / "broker-gateway.url").unlink()
    assert folder.make() == ["broker-gateway.url"]
    assert {file: file.read_bytes() for file in before} == before


def test_a_service_reads_them_as_its_settings_say(folder: SecretsFolder) -> None:
    given = {
        "WORKSTEAD_SECRET_FILE": folder.path / "secret",
        "WORKSTEAD_CASEWORK_DATABASE_URL_FILE": folder.path / "database-casework.url",
        "WORKSTEAD_BROKER_URL_FILE": folder.path / "broker-casework.url",
        "WORKSTEAD_SMTP_URL_FILE": folder.path / "smtp-url",
        "WORKSTEAD_OPERATOR_PASSWORD_FILE": folder.path / "operator-password",
        "WORKSTEAD_KEYS": folder.path / "keys",
    }
    settings = Settings.from_env({name: str(path) for name, path in given.items()})
    assert KeyFolder(settings.keys_folder, settings.secret).private("casework")["sealing"]


def test_the_command_makes_those_of_every_room_that_is_installed(tmp_path: Path) -> None:
    result = CliRunner().invoke(build("secrets"), ["secrets", str(tmp_path / "all")])
    assert result.exit_code == 0, result.output
    for room in room_names():
        assert (tmp_path / "all" / f"database-{room}.password").exists()
    assert (
        "Nothing is missing"
        in CliRunner().invoke(build("secrets"), ["secrets", str(tmp_path / "all")]).output
    )
