"""docs/reliability.md says what the last run of `make faults` measured, and nothing else."""

import json
from pathlib import Path

from reliability import table, with_table

DOCS = Path(__file__).parents[2] / "docs"
RUN = json.loads((DOCS / "reliability.json").read_text(encoding="utf-8"))


def test_the_table_is_that_of_the_run() -> None:
    text = (DOCS / "reliability.md").read_text(encoding="utf-8")
    assert text == with_table(text, table(RUN))


def test_nothing_was_lost_or_doubled() -> None:
    wrong = ("lost", "doubled", "waiting", "mails_lost", "mails_doubled", "given_up")
    assert [figures["name"] for figures in RUN if any(figures[name] for name in wrong)] == []


def test_every_fault_that_was_asked_for_is_in_it() -> None:
    asked_for = {
        "killed-before-publish",
        "killed-before-acknowledgement",
        "relay-killed-in-mid-batch",
        "broker-stop",
        "broker-kill",
        "database-fast",
        "database-immediate",
        "poison",
        "twice",
        "upside-down",
        "consumer-away",
        "disk-alarm",
        "stall-casework-broker",
        "stall-casework-database",
        "stall-mi-database",
        "stall-web-casework",
        "clock-steps",
        "killed-notify",
        "stopped-casework",
        "full-queue",
    }
    assert asked_for <= {figures["name"] for figures in RUN}
