"""One instance on trial for all faults; each test leaves it whole."""

import signal
from collections.abc import Iterator

import pytest
from reporting import Report
from trial import Trial, folder

from chassis.testing.rabbitmq import PrivateNode

WHOLE = ("casework", "exchange", "marketplace", "mi", "notify", "web")
"""All but the community: load goes in at the gateway, and mails come out."""
PAIR = ("casework", "mi")
"""For the few tests that are always run."""


@pytest.fixture(scope="session")
def _trial(request: pytest.FixtureRequest, rabbitmq_node: PrivateNode) -> Iterator[Trial]:
    """On a virtual host of its own: other tests of this run may use the same node."""
    # Being asked to stop counts as Ctrl-C, so that no process of the trial outlives it.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    thorough = any(item.get_closest_marker("fault") for item in request.session.items)
    with folder() as home:
        broker = rabbitmq_node.virtual_host(home.name)
        with Trial(home, broker, WHOLE if thorough else PAIR) as trial:
            yield trial
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def trial(_trial: Trial) -> Trial:
    """The instance, with everything running."""
    _trial.suite.start()
    return _trial


@pytest.fixture
def report(trial: Trial) -> Report:
    """Measures what goes wrong."""
    return Report(trial)


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They share one instance, so one worker runs them all."""
    for item in items:
        if item.path.parent.name == "faults":
            item.add_marker(pytest.mark.xdist_group("faults"))
