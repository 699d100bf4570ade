"""The doctor at a real RabbitMQ: it signs in, and says what is missing and what to do."""

from collections.abc import Callable
from contextlib import closing

import pytest
from guarded import Guarded
from sqlalchemy import text

from chassis.context import ServiceContext
from chassis.deployment.examination import examine, nowhere
from chassis.messaging import dead_letters
from chassis.messaging.broker import linked
from chassis.messaging.claims import Claims
from chassis.messaging.errors import BrokerAway
from chassis.messaging.topology import dead_letters_of
from chassis.testing.rabbitmq import PrivateNode
from chassis.testing.waiting import eventually
from services.casework.service import Casework
from services.mi.service import ManagementInformation as Mi

Contexts = Callable[..., ServiceContext]

pytestmark = pytest.mark.rabbitmq


WENT_NOWHERE = """
    insert into event_log (seq, id, aggregate_type, aggregate_id, sequence, type, classification, payload,
        recorded_at, unroutable_at)
    values (1, gen_random_uuid(), 'plan', gen_random_uuid(), 1, 'workstead.casework.plan.agreed.v1',
        'internal', '{}', now(), now())
"""


def found(context: ServiceContext) -> dict[str, tuple[bool, str]]:
    return {check.name: (check.ok, check.detail) for check in examine(context)}


def test_it_signs_in_and_finds_who_does_not_run(service_context: Contexts, guarded_apart: Guarded) -> None:
    checks = found(service_context(Casework, broker_url=guarded_apart.services["casework"]))
    assert checks["sign-in"] == (True, "as casework")
    assert checks["rights"] == (True, "casework may publish to casework.events")
    ok, said = checks["queues"]
    assert not ok
    assert "nobody consumes casework.inbox.v1" in said


def test_a_wrong_password(service_context: Contexts, guarded_apart: Guarded) -> None:
    url = guarded_apart.services["casework"].replace("casework:", "casework:not")
    (check,) = examine(service_context(Casework, broker_url=url))
    assert not check.ok
    assert "user or password" in check.remedy


def test_a_virtual_host_that_is_not_there(service_context: Contexts, guarded_apart: Guarded) -> None:
    (check,) = examine(service_context(Casework, broker_url=f"{guarded_apart.services['casework']}s"))
    assert not check.ok
    assert "no such virtual host" in check.remedy


def test_a_right_that_is_missing(service_context: Contexts, guarded_apart: Guarded) -> None:
    checks = found(service_context(Casework, broker_url=guarded_apart.services["mi"]))
    assert checks["rights"] == (False, "mi may not publish to casework.events")


def test_queues_that_are_missing(service_context: Contexts, rabbitmq_node: PrivateNode) -> None:
    empty = rabbitmq_node.virtual_host("empty-for-the-doctor")
    ok, said = found(service_context(Casework, broker_url=empty))["queues"]
    assert not ok
    assert "casework.inbox.v1" in said
    assert "casework.events" in said


def test_what_went_nowhere_for_which_somebody_listens(service_context: Contexts) -> None:
    context = service_context(Casework)
    assert nowhere(context, [Mi]).ok
    with closing(context.database.dedicated_connection()) as connection:
        Claims(connection).make_partitions()
    with context.database.transaction() as session:
        session.execute(text(WENT_NOWHERE))
    check = nowhere(context, [Mi])
    assert (check.ok, check.detail) == (False, "1 workstead.casework.plan.agreed.v1 (mi listens)")
    assert nowhere(context, [Casework]).ok


def test_dead_letters_are_counted_and_sent_back_by_the_services_own_user(
    service_context: Contexts, guarded_apart: Guarded
) -> None:
    context = service_context(Mi, broker_url=guarded_apart.services["mi"])
    with linked(guarded_apart.admin, "test") as link:
        message = link.channel.prepare_message(b"{}", content_type="text/plain")
        link.channel.basic_publish(message, exchange="mi.dead", routing_key=dead_letters_of("mi"))
    eventually(lambda: dead_letters.count(context) == 1)
    assert found(context)["dead letters"] == (False, "1")
    assert dead_letters.replay(context) == 1
    assert dead_letters.count(context) == 0


def test_whose_dead_letters_are_not_ones_own_is_one_line(
    service_context: Contexts, guarded_apart: Guarded
) -> None:
    context = service_context(Mi, broker_url=guarded_apart.services["casework"])
    with pytest.raises(BrokerAway, match="ACCESS_REFUSED"):
        dead_letters.count(context)
