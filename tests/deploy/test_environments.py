"""The example environments: each is one that the suite would start with."""

from pathlib import Path

import pytest

from chassis.settings import Settings, SettingsError

FOLDER = Path(__file__).parents[2] / "deploy/environments"
SECRETS = {
    "SECRET": "a secret of some length",
    "SMTP_URL": "smtp://user:password@mail.example:587",
    "BROKER_URL": "amqps://casework:password@rabbitmq.internal:5671/workstead",
    "DATABASE_URL": "postgresql://casework:password@postgres.internal/casework?sslmode=verify-full",
}
EXAMPLES = [
    ["compose.env"],
    ["charity.env"],
    *(["prime-common.env", f"prime-{part}.env"] for part in ("web", "casework", "mi")),
]


def read(names: list[str]) -> dict[str, str]:
    lines = [line for name in names for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    assert all(separator for _, separator, _ in pairs)
    assert len({name for name, _, _ in pairs}) == len(pairs), "each is set once"
    return {name: value for name, _, value in pairs}


def with_secrets(given: dict[str, str], folder: Path) -> dict[str, str]:
    """The same, with files that are there."""
    for name in [name for name in given if name.endswith("_FILE")]:
        (kind,) = [kind for kind in SECRETS if name.endswith(f"_{kind}_FILE")]
        (folder / kind).write_text(f"{SECRETS[kind]}\n")
        given[name] = str(folder / kind)
    return given


@pytest.mark.parametrize("names", EXAMPLES, ids=lambda names: names[-1])
def test_an_example_can_be_read(names: list[str], tmp_path: Path) -> None:
    given = with_secrets(read(names), tmp_path)
    settings = Settings.from_env(given)
    assert settings.org == given["WORKSTEAD_ORG"]
    assert settings.embedded == (names[-1] in ("charity.env", "compose.env"))


def test_no_example_is_forgotten_here() -> None:
    assert {name for names in EXAMPLES for name in names} == {path.name for path in FOLDER.iterdir()}


def test_no_secret_stands_in_them() -> None:
    for path in FOLDER.iterdir():
        for name in read([path.name]):
            assert not name.endswith(("_SECRET", "_PASSWORD", "BROKER_URL", "DATABASE_URL", "SMTP_URL"))


def test_a_mistake_would_be_found(tmp_path: Path) -> None:
    given = with_secrets(read(["charity.env"]), tmp_path) | {"WORKSTEAD_PROT": "8080"}
    with pytest.raises(SettingsError, match="WORKSTEAD_PORT"):
        Settings.from_env(given)
