"""PostgreSQL is stopped in order, breaks off, or is killed, under load; all services share the server."""

import os
import signal
from collections.abc import Callable

import pytest
from reporting import Report, lasting
from trial import Trial

pytestmark = pytest.mark.fault

RATE = 30
CALM = 40


def fast(trial: Trial) -> None:
    """As operations staff stop it: whoever is connected is told."""
    assert trial.suite.server.stop("fast")


def immediate(trial: Trial) -> None:
    """It breaks off, and recovers from its log when it starts."""
    assert trial.suite.server.stop("immediate")


def killed(trial: Trial) -> None:
    """kill -9 of the server's first process; the others find out and end."""
    pid = int((trial.suite.server.data / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)


WORDS = {
    fast: "PostgreSQL is restarted in order",
    immediate: "PostgreSQL breaks off, and is started again",
    killed: "PostgreSQL is killed, and started again",
}


@pytest.mark.parametrize("end", WORDS, ids=lambda end: end.__name__)
def test_stopped_under_load(trial: Trial, report: Report, end: Callable[[Trial], None]) -> None:
    with trial.load(rate=RATE, appointments=0.1) as ledger:
        ledger.wait_for(CALM)
        with report.incident(f"database-{end.__name__}", WORDS[end]) as incident:
            end(trial)
            lasting(4)
            trial.suite.server.start()
        ledger.wait_for(CALM)
    report.check(ledger, incident)


def test_every_connection_dropped(trial: Trial, report: Report) -> None:
    """As by a fail-over: every connection ends, and new ones are let in at once; three times."""
    drop = "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
    with trial.load(rate=RATE, appointments=0.1) as ledger:
        ledger.wait_for(CALM)
        with report.incident("database-drops", "PostgreSQL drops every connection, three times") as incident:
            for _ in range(3):
                trial.run_sql(drop)
                ledger.wait_for(10)
        ledger.wait_for(CALM)
    report.check(ledger, incident)
