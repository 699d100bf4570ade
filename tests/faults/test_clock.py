"""Clocks step: the machine's, forward and back; the gateway's alone; and the training clock.

The machine's clock is stepped with libfaketime for the services. PostgreSQL and the load keep true time.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from reporting import Report, lasting
from trial import Trial

from chassis.testing import apt
from demo.clock import TrainingClock

pytestmark = pytest.mark.fault

RATE = 30
CALM = 40
LIBRARY = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")


class SteppedClock:
    """The clock of processes that were started with its settings, in seconds off the true time."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.step(0)
        self.settings = {
            "LD_PRELOAD": str(LIBRARY),
            "FAKETIME_TIMESTAMP_FILE": str(file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def step(self, seconds: int) -> None:
        """From this moment on it is so far off."""
        draft = self._file.with_suffix(".new")
        draft.write_text(f"{seconds:+d}\n")
        draft.replace(self._file)


@pytest.fixture
def clock(trial: Trial) -> Iterator[SteppedClock]:
    """One clock for whichever services are started anew with its settings; they all are again afterwards."""
    if not apt.install("libfaketime", LIBRARY):
        pytest.skip("libfaketime is not installed: apt-get install libfaketime")
    yield SteppedClock(trial.home / "true-time")
    trial.all_again({})


def test_all_clocks_step(trial: Trial, report: Report, clock: SteppedClock) -> None:
    """An hour forward, ten minutes back, and right again: sessions may end, and nothing else does."""
    trial.all_again(clock.settings)
    with trial.load(rate=RATE, appointments=0.1) as ledger:
        ledger.wait_for(CALM)
        what = "The machine's clock steps an hour forward, ten minutes back, and right again"
        with report.incident("clock-steps", what) as incident:
            for seconds in (3600, -600, 0):
                clock.step(seconds)
                lasting(5)
        ledger.wait_for(CALM)
    report.check(ledger, incident)


def test_gateway_ahead(trial: Trial, report: Report, clock: SteppedClock) -> None:
    """Tokens from the future are good for nothing: nobody gets in until the clock is right again."""
    trial.again("web", clock.settings)
    with trial.load(rate=RATE, appointments=0.1) as ledger:
        ledger.wait_for(CALM)
        what = "The gateway's clock alone is two minutes ahead for 8 seconds"
        with report.incident("clock-gateway-ahead", what) as incident:
            clock.step(120)
            lasting(8)
            clock.step(0)
        ledger.wait_for(CALM)
    report.check(ledger, incident)


@pytest.fixture
def training_clock(trial: Trial) -> Iterator[TrainingClock]:
    """Moved as a test likes; afterwards it shows what it did before, for what comes next is dated by it."""
    file = trial.suite.clock_file
    before = file.read_text() if file.exists() else "0"
    yield trial.clock
    draft = file.with_suffix(".before")
    draft.write_text(before)
    draft.replace(file)


def test_training_clock_moves(trial: Trial, report: Report, training_clock: TrainingClock) -> None:
    """The instance's own time moves by half a year: facts are dated by it, and nothing else follows it."""
    with trial.load(rate=RATE) as ledger:
        ledger.wait_for(CALM)
        what = "The training clock moves half a year forward"
        with report.incident("training-clock", what) as incident:
            training_clock.move_to((training_clock.now() + timedelta(days=180)).date())
            ledger.wait_for(CALM)
        ledger.wait_for(CALM)
    report.check(ledger, incident)
