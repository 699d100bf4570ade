"""A real Prometheus watches a real suite; something is broken, and the alert fires."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from guarded import Guarded, guard
from kombu import Connection
from suites import Performance
from watching import Prometheus

from chassis.messaging.claims import LOCK
from chassis.testing import apt
from chassis.testing.rabbitmq import PrivateNode, private_node
from chassis.testing.waiting import eventually

pytestmark = pytest.mark.operations

CALM = {"BackupOld"}
"""Nobody has taken a backup yet; this one is right from the start."""


WITHOUT_BROKER = (
    "RabbitMQDown",
    "BrokerUnreachable casework",
    "RelayNotActive casework",
    "NobodyConsumes mi",
)


class Watched:
    """A suite, its broker, and who watches both."""

    def __init__(self, performance: Performance, node: PrivateNode, prometheus: Prometheus, rights: Guarded):
        self.suite, self.stage = performance.suite, performance.stage
        self.node, self.prometheus, self.rights = node, prometheus, rights


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    if not apt.install("prometheus", "prometheus"):
        pytest.skip("Prometheus is not here (Debian's package prometheus)")
    with private_node() as node:
        port = node.show_figures()
        rights = guard(node)
        performance = Performance(tmp_path_factory.mktemp("w"), rights)
        try:
            performance.start()
            prometheus = Prometheus(tmp_path_factory.mktemp("prometheus"), performance.suite, port)
            try:
                prometheus.await_firing("BackupOld casework")
                yield Watched(performance, node, prometheus, rights)
            finally:
                prometheus.stop()
        finally:
            performance.end()


def test_nothing_but_the_missing_backup_is_said_of_a_suite_that_is_well(watched: Watched) -> None:
    eventually(lambda: len(watched.prometheus.ask("up == 1")) == 9, within=30)
    said = lambda: {name.split()[0] for name in watched.prometheus.firing()}  # noqa: E731  # said twice
    eventually(lambda: said() == CALM, within=30)


@pytest.mark.parametrize("measure", ["rabbitmq_detailed_queue_messages", "rabbitmq_detailed_queue_consumers"])
def test_queues_are_seen(watched: Watched, measure: str) -> None:
    eventually(lambda: watched.prometheus.ask(f'{measure}{{queue="mi.inbox.v1"}}'), within=30)


def test_a_service_is_stopped(watched: Watched) -> None:
    watched.suite.stop_one("mi")
    for alert in ("ServiceDown mi", "QueueWithoutConsumer mi.inbox.v1"):
        watched.prometheus.await_firing(alert)
    watched.suite.start_one("mi")
    for alert in ("ServiceDown mi", "QueueWithoutConsumer mi.inbox.v1"):
        watched.prometheus.await_calm(alert)


def test_an_event_is_parked(watched: Watched) -> None:
    with Connection(watched.rights.admin) as connection:
        connection.default_channel.basic_publish(
            connection.default_channel.prepare_message(b"{}", content_type="text/plain"),
            exchange="",
            routing_key="mi.inbox.v1",
        )
    watched.prometheus.await_firing("EventsParked mi")


def test_the_relay_is_stopped(watched: Watched) -> None:
    """Somebody else holds its lock: a session that hangs on a machine that has vanished, say."""
    address = watched.suite.server.address("postgres", "casework").replace("+psycopg2", "")
    with closing(psycopg2.connect(address)) as holder, holder.cursor() as cursor:
        cursor.execute(
            "select pid from pg_locks where locktype = 'advisory' and granted"
            " and database = (select oid from pg_database where datname = current_database())"
            " and (classid::bigint << 32 | objid::bigint) = %s",
            (LOCK,),
        )
        (pid,) = cursor.fetchone()
        cursor.execute("select pg_terminate_backend(%s)", (pid,))
        cursor.execute("set lock_timeout = '10s'")
        cursor.execute("select pg_advisory_lock(%s)", (LOCK,))
        watched.prometheus.await_firing("RelayNotActive casework")
    watched.prometheus.await_calm("RelayNotActive casework")


def test_the_broker_runs_out_of_disk(watched: Watched) -> None:
    with watched.node.disk_alarm():
        watched.prometheus.await_firing("RabbitMQAlarm")
    watched.prometheus.await_calm("RabbitMQAlarm")


def test_the_broker_goes_away(watched: Watched) -> None:
    watched.node.stop()
    try:
        for alert in WITHOUT_BROKER:
            watched.prometheus.await_firing(alert)
    finally:
        watched.node.start()
    for alert in WITHOUT_BROKER:
        watched.prometheus.await_calm(alert)


def test_the_database_goes_away(watched: Watched, tmp_path: Path) -> None:
    server = watched.suite.server
    server._pg_ctl("stop", "-m", "fast", "-t", "60")
    try:
        for alert in ("DatabaseUnreachable casework", "ServiceNotReady casework"):
            watched.prometheus.await_firing(alert)
    finally:
        server.start()
    for alert in ("DatabaseUnreachable casework", "ServiceNotReady casework"):
        watched.prometheus.await_calm(alert)
