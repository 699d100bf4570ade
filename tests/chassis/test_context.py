"""A service's context: built alike everywhere, and for a class that has few of its attributes yet."""

from datetime import date
from pathlib import Path

import pytest

from chassis import clock
from chassis.context import ServiceContext, prepared
from chassis.ids import new_id
from chassis.keys import SIGNER, KeysError
from chassis.settings import Settings
from chassis.store.columns import blind_index
from chassis.testing.plugin import ContextFactory


class Bare:
    """A service of which nothing is there yet but its name."""

    name = "bare"


class Wing:
    """One of two that share a database, and the keys with it."""

    name = "wing"
    database = SIGNER


@pytest.fixture(autouse=True)
def _usual_clock():
    yield
    clock.configure()


def test_a_class_with_a_name_is_enough(service_context: ContextFactory):
    context = service_context(Bare)
    assert (context.name, context.org, context.service_class) == ("bare", "northbridge", Bare)
    assert list(context.events) == list(context.listeners) == []
    assert context.metadata is None
    context.database.ping()


def test_a_session_knows_its_service_and_its_actor(service_context: ContextFactory):
    context = service_context(Bare)
    with context.database.transaction() as session:
        assert session.info["service"] is context
        assert session.info["actor"].kind == "system"


def test_wings_have_the_keys_of_what_they_share(service_context: ContextFactory):
    context = service_context(Wing)
    assert context.keyring.service == SIGNER
    assert context.keyring.signing_key().id in context.keyring.verify_keys()
    assert blind_index("wing", "x") == blind_index(SIGNER, "x")


def test_each_context_has_a_database_of_its_own(service_context: ContextFactory):
    one, two = service_context(Bare), service_context(Bare)
    assert one.database.url.database != two.database.url.database


def test_a_second_context_on_the_same_settings_is_on_the_same_database(service_context: ContextFactory):
    one = service_context(Bare)
    two = ServiceContext.build(Bare, one.settings)
    assert two.database.url == one.database.url
    two.close()


def test_settings_can_be_changed_for_a_test(service_context: ContextFactory):
    assert service_context(Bare, org="southbridge").org == "southbridge"


def test_the_clock_is_set_from_the_settings(service_context: ContextFactory, tmp_path: Path):
    file = tmp_path / "clock"
    clock.play_from(file, clock.at(date(2025, 3, 3)))
    service_context(Bare, clock_file=file)
    assert clock.today() == date(2025, 3, 3)


def test_without_keys_a_service_with_a_database_of_its_own_does_not_start(tmp_path: Path):
    settings = Settings(home=tmp_path, database_urls={"bare": "postgresql://x/y"})
    with pytest.raises(KeysError, match="workstead keys init"):
        ServiceContext.build(Bare, settings)
    assert not (tmp_path / "keys").exists()


def test_an_embedded_instance_makes_its_secret_once(tmp_path: Path):
    settings = Settings(home=tmp_path / str(new_id()))
    first, second = prepared(settings).secret, prepared(settings).secret
    assert first == second == (settings.home / "secret").read_text()
    assert len(first or "") >= 40
    assert (settings.home / "secret").stat().st_mode & 0o777 == 0o600


def test_a_given_secret_is_the_one_and_nothing_is_written(tmp_path: Path):
    settings = Settings(home=tmp_path, secret="given by the operator")
    assert prepared(settings) is settings
    assert list(tmp_path.iterdir()) == []
