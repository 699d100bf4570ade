"""A real Chromium before a running instance with the journey played."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import QUIET
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from suites import Performance

from demo.stage import Stage

sys.path.insert(0, str(Path(__file__).parent))

from loose_ends import leave
from visitors import Open, sign_in


@pytest.fixture(scope="session")
def chromium(chromium_program: str) -> Iterator[Browser]:
    """The browser, running."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program, args=list(QUIET))
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
