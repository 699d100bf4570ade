"""The browser of the tests: found on PATH, else installed with apt where that is possible."""

import shutil
from pathlib import Path

import pytest

from chassis.testing import apt

__all__ = ["chromium_program"]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
ADVICE = (
    "These tests need Chromium. Install it (Debian: apt-get install chromium; Ubuntu: snap install chromium; "
    "macOS: brew install --cask google-chrome), so that it is found on PATH. Run as root of a "
    "Debian that reaches its packages, they install it themselves."
)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
"""It talks to nobody but the instance under test."""


@pytest.fixture(scope="session")
def chromium_program() -> str:
    """The browser's program; the tests are skipped where there is none and none can be installed."""
    executable = _found() or (_found() if apt.install("chromium", "chromium") else None)
    if executable is None:
        pytest.skip(ADVICE)
    return executable


def _found() -> str | None:
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    return on_path or (str(MACOS) if MACOS.exists() else None)
