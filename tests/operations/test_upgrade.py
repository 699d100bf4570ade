"""Rolling upgrade of one service while events flow and people work: a new replica, then the old one goes."""

import subprocess
from collections.abc import Iterator

import pytest
from ledger import Ledger
from replicas import Replicas
from trial import Trial, folder

from chassis.testing.rabbitmq import PrivateNode
from demo.suite import WORKSTEAD

pytestmark = pytest.mark.operations

SERVICES = ("casework", "exchange", "marketplace", "mi", "web")


@pytest.fixture
def trial(rabbitmq_node: PrivateNode) -> Iterator[Trial]:
    with folder() as home:
        yield Trial(home, rabbitmq_node.virtual_host(home.name), SERVICES)


@pytest.mark.parametrize("name", ["casework", "mi"])
def test_one_service_after_the_other(trial: Trial, name: str) -> None:
    """What a person saw of it is printed: `again` counts requests that had to be sent again."""
    two = Replicas(trial, name).plan()
    with trial:
        with trial.load(rate=30) as ledger:
            ledger.wait_for(60)
            for old in two.ports:
                migrate(trial, name)
                two.start()
                assert trial.suite.stop_one(old) == 0, "it ended in order"
                ledger.wait_for(60)
        verdict = trial.check(ledger)
    print(f"{name}: {verdict}, {seen(ledger)}")
    assert verdict.is_clean
    assert not verdict.given_up


def migrate(trial: Trial, name: str) -> None:
    """What only adds is done before the new code starts, while the old one works."""
    subprocess.run([*WORKSTEAD, "migrate", name], env=trial.suite.settings, check=True, capture_output=True)


def seen(ledger: Ledger) -> str:
    """How it looked from outside."""
    tries = ledger.tries
    failed = [one for one in tries if one.status >= 500 or one.status == 0]
    slowest = max(one.seconds for one in tries)
    return f"{len(tries)} requests, {len(failed)} sent again, slowest {slowest:.2f} s"
