"""The command line, on the example service of tests/chassis/runtime/example."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chassis.cli.app import build
from chassis.context import ServiceContext

sys.path.insert(0, str(Path(__file__).parents[1] / "runtime" / "example"))

ENTRY_POINTS = "[workstead.services]\nshelf = shelf.service:Shelf\n"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example service, as if it had been installed, and an environment without settings."""
    folder = tmp_path / "shelf-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: shelf\nVersion: 1.0\n")
    (folder / "entry_points.txt").write_text(ENTRY_POINTS)
    monkeypatch.syspath_prepend(str(tmp_path))
    for variable in [name for name in os.environ if name.startswith("WORKSTEAD_")]:
        monkeypatch.delenv(variable)


@pytest.fixture
def shelf(
    installed: None, service_context: Callable[..., ServiceContext], monkeypatch: pytest.MonkeyPatch
) -> ServiceContext:
    """The example service on a fresh database, which the environment names."""
    from shelf.service import Shelf

    context = service_context(Shelf)
    settings = context.settings
    monkeypatch.setenv("WORKSTEAD_HOME", str(settings.home))
    monkeypatch.setenv("WORKSTEAD_SECRET", settings.secret or "")
    url = context.database.url.render_as_string(hide_password=False)
    monkeypatch.setenv("WORKSTEAD_SHELF_DATABASE_URL", url)
    return context


@pytest.fixture
def workstead() -> Callable[..., Result]:
    """`workstead("events", "parked", "shelf")` does what the command line would, in this process."""
    return lambda *arguments: CliRunner().invoke(build(*arguments[:1]), list(arguments))
