"""The broker's definitions: each service can do what it does, and nothing to anybody else."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from amqp.exceptions import AccessRefused, AMQPError, NotAllowed
from guarded import Guarded
from typer.testing import CliRunner

from chassis.cli.app import build
from chassis.cli.installed import load
from chassis.deployment import broker
from chassis.messaging import topology
from chassis.messaging.broker import Link, linked
from chassis.messaging.errors import BrokerAway

ROOT = Path(__file__).parents[2]
CLASSES = load()
MADE = broker.definitions(CLASSES.values(), {})
SERVICES = [name for name, kind in CLASSES.items() if hasattr(kind, "listeners") and kind.listeners.bindings]


def permissions() -> dict[str, dict[str, str]]:
    return {one["user"]: one for one in MADE["permissions"]}


def test_the_committed_file_is_what_the_services_need() -> None:
    """If not: `workstead broker definitions --output deploy/broker/definitions.json`."""
    assert json.loads((ROOT / "deploy/broker/definitions.json").read_text()) == MADE


def test_nobody_can_sign_in_by_the_committed_file() -> None:
    assert {user["password_hash"] for user in MADE["users"]} == {""}


@pytest.mark.parametrize("user", [one.name for one in broker.users_of(CLASSES.values())])
def test_a_service_makes_and_deletes_nothing_and_writes_to_its_own_alone(user: str) -> None:
    rights = permissions()[user]
    assert rights["configure"] == "^$"
    for other in ("casework", "marketplace", "community", "notify", "mi", "gateway"):
        for own in ("events", "inbox.v1", "dead", "dead.v1"):
            assert user == other or not re.match(rights["write"], f"{other}.{own}")
        for queue in ("inbox.v1", "dead.v1"):
            assert user == other or not re.match(rights["read"], f"{other}.{queue}")
    assert not re.match(rights["write"], "amq.default")


def test_every_queue_is_bounded_and_refuses_when_it_is_full() -> None:
    for queue in MADE["queues"]:
        rules = [one for one in MADE["policies"] if re.search(one["pattern"], queue["name"])]
        assert [(one["definition"]["overflow"], one["definition"]["max-length"] > 0) for one in rules] == [
            ("reject-publish", True)
        ]


def test_passwords_are_kept_as_rabbitmq_keeps_them() -> None:
    """The example of RabbitMQ's documentation on password hashes."""
    assert (
        broker.hashed("test12", bytes.fromhex("908DC60A"))
        == "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR"
    )


def test_a_missing_password_is_a_line_that_says_what_to_do(tmp_path: Path) -> None:
    result = CliRunner().invoke(build("broker"), ["broker", "definitions", "--passwords", str(tmp_path)])
    assert "workstead secrets" in str(result.exception)


def refused(url: str, attempt: Callable[[Any], object]) -> bool:
    """Whether the broker says that this may not be done."""
    with linked(url, "test") as link:
        try:
            attempt(link.channel)
            link.attend(0.3)
        except (AccessRefused, NotAllowed):
            return True
        except BrokerAway as error:
            return "ACCESS_REFUSED" in str(error)
        except AMQPError as error:
            pytest.fail(f"Refused for another reason: {error}")
    return False


def publish(channel: Any, exchange: str, key: str) -> None:
    channel.basic_publish(channel.prepare_message(b"{}"), exchange=exchange, routing_key=key)


OF_ANOTHER = {
    "publish through another's exchange": lambda c: publish(
        c, "marketplace.events", "workstead.marketplace.x"
    ),
    "publish under another's name": lambda c: publish(c, "casework.events", "workstead.marketplace.x"),
    "publish into another's queue": lambda c: publish(c, "", "marketplace.inbox.v1"),
    "publish to another's dead letters": lambda c: publish(c, "marketplace.dead", "marketplace.dead.v1"),
    "consume another's queue": lambda c: c.basic_consume("marketplace.inbox.v1"),
    "get from another's queue": lambda c: c.basic_get("marketplace.inbox.v1"),
    "empty another's queue": lambda c: c.queue_purge("marketplace.inbox.v1"),
    "delete another's queue": lambda c: c.queue_delete("marketplace.inbox.v1"),
    "delete its own queue": lambda c: c.queue_delete("casework.inbox.v1"),
    "delete another's exchange": lambda c: c.exchange_delete("marketplace.events"),
    "delete its own exchange": lambda c: c.exchange_delete("casework.events"),
    "make a queue": lambda c: c.queue_declare("casework.inbox.v2"),
    "hear what it does not listen for": lambda c: c.queue_bind(
        "casework.inbox.v1", "gateway.events", routing_key="#"
    ),
    "hear whom it does not listen to": lambda c: c.queue_bind(
        "casework.inbox.v1", "community.events", routing_key="workstead.community.thread.started.v1"
    ),
    "take another's binding away": lambda c: c.queue_unbind(
        "marketplace.inbox.v1", "casework.events", routing_key="rebuild.marketplace"
    ),
}


@pytest.mark.rabbitmq
@pytest.mark.parametrize("attempt", OF_ANOTHER, ids=str)
def test_a_service_may_not(guarded: Guarded, attempt: str) -> None:
    assert refused(guarded.services["casework"], OF_ANOTHER[attempt])


@pytest.mark.rabbitmq
@pytest.mark.parametrize("name", SERVICES)
def test_a_service_finds_and_binds_all_that_it_needs(guarded: Guarded, name: str) -> None:
    with linked(guarded.services[name], "test") as link:
        topology.declare_queue(link.channel, CLASSES[name].listeners)
        assert not refused(guarded.services[name], lambda c: c.basic_consume(_queue(name)))


@pytest.mark.rabbitmq
def test_whoever_watches_can_neither_read_nor_write(guarded: Guarded) -> None:
    assert refused(guarded.monitoring, lambda c: c.basic_get("casework.inbox.v1"))
    assert refused(guarded.monitoring, lambda c: publish(c, "casework.events", "workstead.casework.x"))


@pytest.mark.rabbitmq
def test_a_wrong_password_does_not_let_in(guarded: Guarded) -> None:
    user, _, rest = guarded.services["casework"].removeprefix("amqp://").partition(":")
    with pytest.raises(BrokerAway):
        Link(f"amqp://{user}:wrong@{rest.split('@')[1]}", "test")


def _queue(name: str) -> str:
    return topology.queue_of(CLASSES[name].listeners.service)
