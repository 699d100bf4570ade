"""Settings come from the environment, and a wrong one is one line that says what to do."""

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.settings import Settings, SettingsError, describe, service_names

SERVICES = ("bakery", "smithy")
SECRET = "a secret that nobody guesses"


def read(**environ: str) -> Settings:
    return Settings.from_env({f"WORKSTEAD_{name}": value for name, value in environ.items()}, SERVICES)


def refusal(**environ: str) -> str:
    with pytest.raises(SettingsError) as caught:
        read(**environ)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_nothing_has_to_be_set():
    assert read() == Settings()
    assert Settings().embedded
    assert (Settings().port, Settings().broker_url) == (8080, "memory://")
    assert Settings().operator == "operator@northbridge.example"


def test_settings_are_frozen():
    with pytest.raises(FrozenInstanceError):
        read().port = 1  # type: ignore[misc]


def test_values_have_the_type_of_their_field(tmp_path: Path):
    settings = read(HOME=str(tmp_path), PORT="0", FEATURES="bread, cake,", LOG_LEVEL="debug", POOL_SIZE="3")
    assert (settings.home, settings.keys_folder) == (tmp_path, tmp_path / "keys")
    assert (settings.port, settings.pool_size, settings.log_level) == (0, 3, "DEBUG")
    assert settings.features == {"bread", "cake"}


def test_a_relative_folder_does_not_move_with_the_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.chdir(tmp_path)
    assert read(HOME="here").home == tmp_path / "here"


def test_each_service_has_its_own():
    settings = read(
        BAKERY_DATABASE_URL="postgres://u:p@db/bakery", BAKERY_URL="http://bakery:1/", SMITHY_PORT="8101"
    )
    assert settings.database_url("bakery") == "postgresql+psycopg2://u:p@db/bakery"
    assert settings.database_url("smithy") is None
    assert settings.url_of("bakery") == "http://bakery:1"
    assert (settings.port_of("smithy"), settings.port_of("bakery")) == (8101, 0)
    assert not settings.embedded


def test_a_service_with_replicas_has_several_addresses():
    settings = read(BAKERY_URL="http://one:1/, https://two:2")
    assert settings.url_of("bakery") == "http://one:1,https://two:2"
    with pytest.raises(SettingsError):
        read(BAKERY_URL="http://one:1,two:2")


def test_an_empty_variable_counts_as_not_set():
    assert read(SECRET="", BROKER_URL=" ", BAKERY_DATABASE_URL="") == Settings()


def test_other_peoples_variables_are_their_own():
    assert Settings.from_env({"PATH": "/bin", "WORKSTEADY": "1"}, SERVICES) == Settings()


@pytest.mark.parametrize(
    "name", ["SECRET", "OPERATOR_PASSWORD", "BROKER_URL", "SMTP_URL", "BAKERY_DATABASE_URL"]
)
def test_a_secret_can_come_from_a_file(tmp_path: Path, name: str):
    text = {
        "BROKER_URL": "amqp://u:p@mq/",
        "SMTP_URL": "smtp://mail:25",
        "BAKERY_DATABASE_URL": "postgresql+psycopg2://u:p@db/x",
    }.get(name, SECRET)
    file = tmp_path / "secret"
    file.write_text(text + "\n")
    assert read(**{f"{name}_FILE": str(file)}) == read(**{name: text})


def test_a_secret_from_two_places_is_refused(tmp_path: Path):
    said = refusal(SECRET=SECRET, SECRET_FILE=str(tmp_path / "x"))
    assert said == "WORKSTEAD_SECRET and WORKSTEAD_SECRET_FILE are both set: keep one of them."


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    assert f"{tmp_path / 'x'} cannot be read (No such file" in refusal(SECRET_FILE=str(tmp_path / "x"))


def test_a_plain_setting_has_no_file():
    assert "WORKSTEAD_PORT_FILE is not a setting." in refusal(PORT_FILE="/x")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("PROT", "Did you mean WORKSTEAD_PORT?"),
        ("BAKERY_DATABSE_URL", "Did you mean WORKSTEAD_BAKERY_DATABASE_URL?"),
        ("SECRETFILE", "Did you mean WORKSTEAD_SECRET_FILE?"),
        ("QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ", "Unset it."),
    ],
)
def test_an_unknown_setting_stops_the_start_and_is_guessed(name: str, hint: str):
    assert refusal(**{name: "1"}) == (
        f"WORKSTEAD_{name} is not a setting. {hint} docs/settings.md lists them all."
    )


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("PORT", "eighty", "Give a whole number."),
        ("PORT", "65536", "from 0 to 65535"),
        ("POOL_SIZE", "0", "from 1 up"),
        ("ORG", "North Bridge", "small letters"),
        ("LOG_LEVEL", "LOUD", "DEBUG, INFO, WARNING, ERROR"),
        ("LOG_FORMAT", "xml", "json, text"),
        ("TIMEZONE", "Europe/Lundun", "IANA"),
        ("TIMEZONE", "../etc", "IANA"),
        ("NATION", "wales", "england-and-wales"),
        ("PUBLIC_URL", "example.org", "http://host:port"),
        ("BAKERY_URL", "ftp://bakery", "http://host:port"),
        ("OPERATOR_EMAIL", "me", "an email address"),
        ("BAKERY_PORT", "-1", "from 0 to 65535"),
    ],
)
def test_a_wrong_value_is_shown_with_what_would_be_right(name: str, value: str, hint: str):
    said = refusal(**{name: value})
    assert said.startswith(f"WORKSTEAD_{name}: {value!r} cannot be used.")
    assert hint in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET", "hunter2"),
        ("OPERATOR_PASSWORD", "hunter2"),
        ("BROKER_URL", "http://u:hunter2@mq"),
        ("BROKER_URL", "amqp://u:hunter2@mq:port/"),
        ("SMTP_URL", "u:hunter2@mail"),
        ("BAKERY_DATABASE_URL", "mysql://u:hunter2@db/x"),
    ],
)
def test_a_wrong_secret_is_not_shown(name: str, value: str):
    assert "hunter2" not in refusal(**{name: value})


def test_secrets_are_not_in_the_text_of_the_settings():
    settings = read(
        SECRET=SECRET,
        OPERATOR_PASSWORD=SECRET,
        BROKER_URL="amqp://u:hunter2@mq/",
        BAKERY_DATABASE_URL="postgresql://u:hunter2@db/x",
    )
    assert SECRET not in repr(settings)
    assert "hunter2" not in repr(settings)


@given(
    st.dictionaries(st.sampled_from([entry.name.upper() for entry in fields(Settings)]), st.text(min_size=1))
)
def test_whatever_is_set_is_understood_or_refused_in_one_line(environ: dict[str, str]):
    said = "WORKSTEAD_ is well set."
    try:
        read(**environ)
    except SettingsError as error:
        said = str(error)
    assert said.startswith("WORKSTEAD_")
    assert len(said.splitlines()) == 1


def test_every_setting_is_documented():
    described = describe()
    assert len(described) == len(fields(Settings))
    for setting in described:
        assert setting.variable.startswith("WORKSTEAD_")
        assert setting.meaning.endswith(".")
        assert setting.default


def test_the_documented_defaults_are_those_of_the_code():
    shown = {setting.variable: setting.default for setting in describe()}
    for entry in fields(Settings):
        default = getattr(Settings(), entry.name)
        if isinstance(default, (str, int)):
            assert shown[f"WORKSTEAD_{entry.name.upper()}"] == str(default)


def test_the_installed_services_are_found_with_the_databases_that_they_share():
    assert {"web", "exchange", "gateway"} <= service_names()
    assert "services" not in service_names()
