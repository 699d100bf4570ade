"""The network between two parts stalls, is cut, or is slow. Nobody hangs up on a network that stalls."""

import pytest
from reporting import Report, lasting
from rewiring import wired
from trial import Trial

pytestmark = pytest.mark.fault

RATE = 30
CALM = 40


@pytest.mark.parametrize(
    ("name", "part", "seconds"),
    [
        pytest.param("casework", "broker", 45, id="casework-broker"),
        pytest.param("mi", "broker", 45, id="mi-broker"),
        pytest.param("casework", "database", 25, id="casework-database"),
        pytest.param("mi", "database", 25, id="mi-database"),
        pytest.param("web", "casework", 15, id="gateway-casework"),
    ],
)
def test_stalls(trial: Trial, report: Report, name: str, part: str, seconds: int) -> None:
    with wired(trial, name, part) as wire:
        with trial.load(rate=RATE, appointments=0.1) as ledger:
            ledger.wait_for(CALM)
            what = f"Nothing passes between {_called(name)} and {_called(part)} for {seconds} seconds"
            with report.incident(f"stall-{name}-{part}", what) as incident:
                wire.stall()
                lasting(seconds)
                wire.mend()
            ledger.wait_for(CALM)
        report.check(ledger, incident)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        pytest.param("casework", "broker", id="casework-broker"),
        pytest.param("casework", "database", id="casework-database"),
        pytest.param("mi", "database", id="mi-database"),
        pytest.param("web", "casework", id="gateway-casework"),
    ],
)
def test_is_cut(trial: Trial, report: Report, name: str, part: str) -> None:
    with wired(trial, name, part) as wire:
        with trial.load(rate=RATE, appointments=0.1) as ledger:
            ledger.wait_for(CALM)
            what = f"The line between {_called(name)} and {_called(part)} is cut for 6 seconds"
            with report.incident(f"cut-{name}-{part}", what) as incident:
                wire.cut()
                lasting(6)
                wire.mend()
            ledger.wait_for(CALM)
        report.check(ledger, incident)


def test_is_slow(trial: Trial, report: Report) -> None:
    """A bad line to the broker: people do not notice, and figures come later."""
    with wired(trial, "casework", "broker") as wire:
        with trial.load(rate=RATE, appointments=0.1) as ledger:
            ledger.wait_for(CALM)
            what = "Each message between casework and RabbitMQ takes 0.3 seconds longer, each way"
            with report.incident("slow-casework-broker", what) as incident:
                wire.delay(0.3)
                lasting(8)
                wire.mend()
            ledger.wait_for(CALM)
        report.check(ledger, incident)


def _called(name: str) -> str:
    names = {"web": "the gateway", "mi": "MI", "broker": "RabbitMQ", "database": "PostgreSQL"}
    return names.get(name, name)
