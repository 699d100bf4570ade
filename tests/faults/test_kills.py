"""kill -9 and SIGTERM of real processes, at the moments that hurt most, which are seen from outside."""

import os
import signal

import pytest
from ledger import Ledger
from reporting import Report, lasting
from rewiring import wired
from trial import Trial

from chassis.testing.rabbitmq import PrivateNode
from chassis.testing.waiting import eventually

RATE = 30
CALM = 40
WITHIN = 60


def test_killed_between_commit_and_publish(trial: Trial, report: Report, rabbitmq_node: PrivateNode) -> None:
    """The broker stands still, so what casework commits stays in its outbox; then casework dies."""
    with trial.load(rate=RATE, appointments=0.1) as ledger:
        ledger.wait_for(CALM)
        with report.incident(
            "killed-before-publish", "casework is killed with events committed and not published"
        ) as incident:
            with rabbitmq_node.frozen():
                eventually(lambda: trial.waiting("casework") >= CALM, within=WITHIN)
                trial.suite.kill("casework")
                incident.notes["committed and not published"] = trial.waiting("casework")
            trial.suite.start_one("casework")
            trial.suite.start()
        ledger.wait_for(CALM)
    report.check(ledger, incident)


@pytest.mark.fault
def test_relay_killed_in_mid_batch(trial: Trial, report: Report) -> None:
    """On a slow line a batch is large, and its confirms are late: both sides have it when casework dies."""
    with wired(trial, "casework", "broker") as wire, trial.load(rate=RATE, appointments=0.1) as ledger:
        ledger.wait_for(CALM)
        with report.incident(
            "relay-killed-in-mid-batch", "casework is killed with a batch published and not confirmed"
        ) as incident:
            wire.delay(1.0)
            eventually(lambda: _published_and_waiting(trial, ledger) >= 10, within=WITHIN)
            wire.stall("back")
            trial.suite.kill("casework")
            incident.notes["published and still in the outbox"] = _published_and_waiting(trial, ledger)
            wire.cut()
            trial.again("casework")
        ledger.wait_for(CALM)
    report.check(ledger, incident)


@pytest.mark.fault
def test_killed_between_handling_and_acknowledgement(trial: Trial, report: Report) -> None:
    """What MI sends to the broker does not arrive: it has handled events that are not acknowledged."""
    with wired(trial, "mi", "broker") as wire, trial.load(rate=RATE, appointments=0.1) as ledger:
        ledger.wait_for(CALM)
        with report.incident(
            "killed-before-acknowledgement", "MI is killed with events handled and not acknowledged"
        ) as incident:
            wire.stall("there")
            known = len(trial.effects(ledger))
            eventually(lambda: len(trial.effects(ledger)) > known + 5, within=WITHIN)
            trial.suite.kill("mi")
            incident.notes["handled and not acknowledged, at least"] = len(trial.effects(ledger)) - known
            wire.cut()
            trial.again("mi")
        ledger.wait_for(CALM)
    report.check(ledger, incident)


@pytest.mark.fault
@pytest.mark.parametrize("name", ["web", "notify"])
def test_killed_under_load(trial: Trial, report: Report, name: str) -> None:
    """The door itself, and the one that sends mail: a mail may be handed over again, under its Message-ID."""
    with trial.load(rate=RATE, appointments=0.3) as ledger:
        ledger.wait_for(CALM)
        with report.incident(f"killed-{name}", f"{_called(name)} is killed, and started again") as incident:
            trial.suite.kill(name)
            lasting(1)
            trial.suite.start_one(name)
            trial.suite.start()
        ledger.wait_for(CALM)
    # A mail that was being handed over is taken up again when its claim has lapsed, after five minutes.
    report.check(ledger, incident, within=400 if name == "notify" else 90)


@pytest.mark.fault
@pytest.mark.parametrize("name", ["casework", "mi", "web"])
def test_asked_to_stop_under_load(trial: Trial, report: Report, name: str) -> None:
    """It drains within its limit: whoever has been let in is answered, and what is done is told."""
    with trial.load(rate=RATE, appointments=0.1) as ledger:
        ledger.wait_for(CALM)
        with report.incident(
            f"stopped-{name}", f"{_called(name)} is asked to stop, and started again"
        ) as incident:
            assert trial.suite.stop_one(name, within=25) == 0
            trial.suite.start_one(name)
            trial.suite.start()
        ledger.wait_for(CALM)
    report.check(ledger, incident)
    assert trial.cut_off(ledger) == 0


@pytest.mark.fault
def test_frozen_under_load(trial: Trial, report: Report) -> None:
    """A process that neither answers nor ends, as on a machine that swaps."""
    with trial.load(rate=RATE, appointments=0.1) as ledger:
        ledger.wait_for(CALM)
        pid = trial.suite.processes["casework"].pid
        with report.incident("frozen-casework", "casework stands still for 15 seconds") as incident:
            os.kill(pid, signal.SIGSTOP)
            lasting(15)
            os.kill(pid, signal.SIGCONT)
        ledger.wait_for(CALM)
    report.check(ledger, incident)


def _published_and_waiting(trial: Trial, ledger: Ledger) -> int:
    """How many deeds are in effect although their events still stand in the outbox."""
    waiting = trial.in_outbox("casework")
    return sum(effect.deed in waiting for effect in trial.effects(ledger))


def _called(name: str) -> str:
    return {"web": "the gateway", "mi": "MI"}.get(name, name)
