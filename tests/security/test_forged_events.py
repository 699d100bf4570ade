"""A service that was broken into tells what another is to have said: on a real RabbitMQ, with its rights."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from guarded import Guarded

from chassis import clock
from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.messaging import parked, topology
from chassis.messaging.broker import linked
from chassis.messaging.consuming import Consumption
from chassis.messaging.envelope import Envelope, source
from chassis.testing.waiting import eventually
from services.mi.service import ManagementInformation
from services.mi.store.facts import fact

HEARD = "workstead.notify.call.made.v1"
FORGED = "workstead.casework.participant.registered.v1"
ORGANISATION = new_id()


def registered(context: ServiceContext) -> bytes:
    """What casework would say of somebody who never was."""
    data = {"occurred_on": "2025-03-03", "organisation_id": str(ORGANISATION), "heard_of": "library"}
    told = Envelope(
        new_id(), source(context.org, "casework"), FORGED, new_id(), clock.now(), 1, "internal", data
    )
    return told.encoded()


def forged(context: ServiceContext) -> list[Any]:
    with context.database.transaction() as session:
        return [one for one in parked.listing(session) if one.type == parked.FORGED]


@pytest.mark.rabbitmq
def test_what_notify_says_in_the_name_of_casework_is_noticed_and_not_counted(
    guarded_apart: Guarded, service_context: Callable[..., ServiceContext]
) -> None:
    mi = service_context(ManagementInformation, broker_url=guarded_apart.services["mi"])
    with linked(guarded_apart.services["mi"], "test") as link:
        topology.declare_queue(link.channel, ManagementInformation.listeners)
    with linked(guarded_apart.services["notify"], "test") as link:
        for key in (HEARD, topology.rebuild_key("mi")):
            message = link.channel.prepare_message(registered(mi))
            link.channel.basic_publish(message, exchange="notify.events", routing_key=key)
    consumption = Consumption(mi)
    thread = threading.Thread(target=consumption.run, daemon=True)
    thread.start()
    try:
        eventually(lambda: len(forged(mi)) == 2, within=20)
    finally:
        consumption.stop()
        thread.join(20)
    assert {"notify.events" in one.error for one in forged(mi)} == {True}
    assert not [one for one in _facts(mi) if one.organisation_id == ORGANISATION]


def _facts(context: ServiceContext) -> list[Any]:
    with context.database.transaction() as session:
        return list(session.execute(fact.select()))
