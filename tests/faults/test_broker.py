"""RabbitMQ stops, dies, stands still, is out of disk, has a full queue; and a consumer that was long away."""

import pytest
from backlog import commit
from reporting import Report, lasting
from trial import Trial

from chassis.testing.rabbitmq import PrivateNode
from chassis.testing.waiting import eventually

pytestmark = pytest.mark.fault

RATE = 30
CALM = 40
WITHIN = 60
BACKLOG = 10_000


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_restarted_under_load(trial: Trial, report: Report, rabbitmq_node: PrivateNode, end: str) -> None:
    words = {"stop": "RabbitMQ is restarted in order", "kill": "RabbitMQ is killed, and started again"}
    with trial.load(rate=RATE, appointments=0.1) as ledger:
        ledger.wait_for(CALM)
        with report.incident(f"broker-{end}", words[end]) as incident:
            getattr(rabbitmq_node, end)()
            lasting(3)
            incident.notes["most in casework's outbox"] = trial.waiting("casework")
            rabbitmq_node.start()
        ledger.wait_for(CALM)
    report.check(ledger, incident)


def test_stands_still(trial: Trial, report: Report, rabbitmq_node: PrivateNode) -> None:
    """For longer than any confirm is waited for, and than two heartbeats."""
    with trial.load(rate=RATE, appointments=0.1) as ledger:
        ledger.wait_for(CALM)
        what = "RabbitMQ stands still for 45 seconds"
        with report.incident("broker-frozen", what) as incident, rabbitmq_node.frozen():
            lasting(45)
            incident.notes["most in casework's outbox"] = trial.waiting("casework")
        ledger.wait_for(CALM)
    report.check(ledger, incident)


def test_disk_alarm(trial: Trial, report: Report, rabbitmq_node: PrivateNode) -> None:
    """It takes nothing in: people go on working, and their facts wait in the outbox."""
    with trial.load(rate=RATE, appointments=0.1) as ledger:
        ledger.wait_for(CALM)
        with report.incident("disk-alarm", "RabbitMQ's disk is full for 40 seconds") as incident:
            with rabbitmq_node.disk_alarm():
                before = trial.waiting("casework")
                lasting(40)
                incident.notes["most in casework's outbox"] = trial.waiting("casework")
            assert trial.waiting("casework") == 0 or incident.notes["most in casework's outbox"] > before
        ledger.wait_for(CALM)
    report.check(ledger, incident)


def test_full_queue(trial: Trial, report: Report, rabbitmq_node: PrivateNode) -> None:
    """MI is away and its queue takes twenty messages and no more: the rest is kept by whoever says it.

    Notify hears the same events meanwhile, again each time that casework tries, and writes once of each.
    """
    full = ("full", r"^mi\.inbox", '{"max-length": 20}', "--apply-to", "queues")
    host = ("--vhost", trial.home.name)
    with trial.load(rate=RATE, appointments=0.1) as ledger:
        ledger.wait_for(CALM)
        with report.incident("full-queue", "MI is away and its queue is full for 40 seconds") as incident:
            trial.suite.stop_one("mi")
            rabbitmq_node.control("set_policy", *host, *full)
            eventually(lambda: trial.waiting("casework") > CALM, within=WITHIN)
            lasting(40)
            incident.notes["most in casework's outbox"] = trial.waiting("casework")
            rabbitmq_node.control("clear_policy", *host, "full")
            trial.suite.start_one("mi")
            trial.suite.start()
        ledger.wait_for(CALM)
    report.check(ledger, incident)


def test_consumer_long_away(trial: Trial, report: Report) -> None:
    """MI is down for ten thousand events. Nobody who works notices, and then it catches up."""
    with trial.load(rate=10, appointments=0.1) as ledger:
        ledger.wait_for(CALM)
        with report.incident("consumer-away", f"MI is away for {BACKLOG:,} events") as incident:
            trial.suite.stop_one("mi")
            backlog = commit(trial, BACKLOG)
            trial.suite.start_one("mi")
            trial.suite.start()
        caught_up = trial.check(backlog, within=120)
        late = max(effect.at or 0 for effect in trial.effects(backlog)) - incident.ended
        incident.notes["seconds until all of them were in MI"] = round(late, 1)
        ledger.wait_for(CALM)
    assert caught_up.is_clean, caught_up
    assert caught_up.accepted == BACKLOG
    report.check(ledger, incident)
