"""Nothing goes wrong: what all faults are compared with."""

import pytest
from reporting import Report, lasting
from trial import Trial


@pytest.mark.fault
def test_a_calm_day(trial: Trial, report: Report) -> None:
    with trial.load(rate=30, appointments=0.1) as ledger:
        ledger.wait_for(30)
        with report.incident("calm", "Nothing goes wrong") as incident:
            lasting(8)
    report.check(ledger, incident)
