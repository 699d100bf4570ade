"""An inbox is divided anew on a broker where services may make and delete nothing."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from guarded import Guarded

from chassis.cli.installed import load
from chassis.context import ServiceContext
from chassis.deployment import broker
from chassis.messaging import topology
from chassis.messaging.agreement import agreeing
from chassis.messaging.broker import linked, stands
from chassis.messaging.consuming import Consumption
from chassis.testing.rabbitmq import PrivateNode
from chassis.testing.waiting import eventually
from services.mi.service import ManagementInformation

pytestmark = pytest.mark.rabbitmq

QUEUE = "mi.inbox.v1"


@pytest.fixture
def two(guarded: Guarded, rabbitmq_node: PrivateNode) -> None:
    """Operations staff load the definitions of a divided inbox."""
    passwords = {user: _password(url) for user, url in guarded.services.items() if user == "mi"}
    made = broker.definitions(load().values(), passwords, {"mi": 2})
    made["users"] = [one for one in made["users"] if one["name"] in passwords]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(broker.as_text(made))
        file.flush()
        Path(file.name).chmod(0o644)
        rabbitmq_node.control("import_definitions", file.name)


def _password(url: str) -> str:
    return url.split("@")[0].split(":")[2]


@pytest.mark.usefixtures("two")
def test_the_inbox_of_a_service_without_rights_is_divided(
    guarded: Guarded, service_context: Callable[..., ServiceContext]
) -> None:
    url = guarded.services["mi"]
    context = service_context(ManagementInformation, broker_url=url, partitions={"mi": 2})
    with agreeing(context) as agreement:
        agreement.add(1)
        consumption = Consumption(context)
        thread = Thread(target=consumption.run, daemon=True)
        thread.start()
        try:
            eventually(lambda: agreement.numbers() == [2], within=30)
            eventually(lambda: [len(its) for its in agreement.holdings().values()] == [2], within=30)
        finally:
            consumption.stop()
            thread.join(20)
    with linked(url, "test") as link:
        # It may not delete the old queue. Nothing comes into it any more.
        assert stands(link.channel, lambda own: own.queue_declare(queue=QUEUE, passive=True))
    with linked(guarded.admin, "test") as link:
        link.channel.basic_publish(
            link.channel.prepare_message(b"{}", headers={topology.SLOT: 5}),
            exchange="casework.events",
            routing_key=topology.rebuild_key("mi"),
        )
        waiting = lambda queue: link.channel.queue_declare(queue=queue, passive=True).message_count  # noqa: E731
        eventually(lambda: waiting(f"{QUEUE}.p1of2") == 1, within=10)
        assert waiting(QUEUE) == 0
        for queue in (QUEUE, *topology.queues_of("mi", 2)):
            link.channel.queue_purge(queue)
        # As it was before: other tests stand on it.
        topology.declare_queue(link.channel, ManagementInformation.listeners)
        topology.cut_off(link.channel, ManagementInformation.listeners, 2)
        topology.remove_queues(link.channel, "mi", 2)
