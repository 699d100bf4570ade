"""A real Chromium before a running instance with the journey played."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from suites import Performance

from chassis.testing import apt
from demo.stage import Stage

sys.path.insert(0, str(Path(__file__).parent))

from loose_ends import leave
from visitors import Open, sign_in

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
ADVICE = (
    "These tests need Chromium. Install it (Debian: apt-get install chromium; Ubuntu: snap install chromium; "
    "macOS: brew install --cask google-chrome), so that it is found on PATH."
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
def chromium() -> Iterator[Browser]:
    """The browser; the tests are skipped where there is none and none can be installed."""
    executable = _found() or (_found() if apt.install("chromium", "chromium") else None)
    if executable is None:
        pytest.skip(ADVICE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """An instance of these tests' own with the journey played: what is sent in forms moves its figures."""
    performance = Performance(tmp_path_factory.mktemp("browser"))
    try:
        performance.start()
        performance.play()
        leave(performance.stage)
        yield performance.stage
    finally:
        performance.end()


@pytest.fixture
def browse(chromium: Browser, stage: Stage) -> Iterator[Open]:
    """A browser of its own for somebody of the cast, signed in by the form; for nobody without a name."""
    opened: list[BrowserContext] = []

    def browse(who: str | None = None, **settings: object) -> BrowserContext:
        context = chromium.new_context(base_url=stage.base, **settings)
        context.set_default_timeout(10_000)
        opened.append(context)
        if who is not None:
            sign_in(context, stage, who)
        return context

    yield browse
    for context in opened:
        context.close()


def _found() -> str | None:
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    return on_path or (str(MACOS) if MACOS.exists() else None)
