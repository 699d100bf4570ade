"""What a fault's test found: asserted, and written down for the table in docs/reliability.md."""

import json
import os
import threading
from pathlib import Path

from incidents import Incident
from ledger import Ledger, Verdict
from trial import Trial

RESULTS = "FAULTS_RESULTS"
"""The environment's name of the folder into which each fault's figures go; without it nothing is written."""


class Report:
    """Measures incidents on one trial, and sees that nothing was lost or doubled by them."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial

    def incident(self, name: str, what: str, recovery: str = "By itself") -> Incident:
        """Something that goes wrong; use it as a context manager around what is broken and mended again."""
        return Incident(name, what, recovery)

    def check(self, ledger: Ledger, incident: Incident, within: float = 90.0) -> Verdict:
        """All that was accepted took effect, once; the figures are written down first."""
        verdict = self._trial.check(ledger, within)
        figures = incident.figures(ledger, self._trial.effects(ledger), verdict)
        figures["answers_cut_off"] = self._trial.cut_off(ledger)
        print(json.dumps(figures, indent=1))
        if folder := os.environ.get(RESULTS):
            Path(folder).mkdir(parents=True, exist_ok=True)
            (Path(folder) / f"{incident.name}.json").write_text(json.dumps(figures, indent=1) + "\n")
        assert verdict.accepted
        assert verdict.is_clean, verdict
        return verdict


def lasting(seconds: float) -> None:
    """Let what is broken stay so for this long: here the passing of time is what is tested."""
    threading.Event().wait(seconds)
