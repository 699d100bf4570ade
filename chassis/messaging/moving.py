"""Changing into how many partitions an inbox is divided: nothing is lost, nothing overtaken.

First what comes in goes into the new queues too, then no more into the old ones; these are emptied, and only
then are the new ones consumed. What went into both in between is known by its inbox row the second time.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog

from chassis.messaging import topology
from chassis.messaging.agreement import MOVING, agreeing
from chassis.messaging.broker import Link, away, contents
from chassis.messaging.intake import Intake, partitions_of

if TYPE_CHECKING:
    from chassis.context import ServiceContext

LOOK_SECONDS = 0.25
WARN_SECONDS = 5.0

Turn = Callable[[Intake], bool]
"""Handles what has come, or waits a little for more; whether to go on."""

log = structlog.get_logger("workstead.events")


def settle(context: "ServiceContext", link: Link, turn: Turn) -> bool:
    """See that the queues stand in the number that is set, and that nothing is left of another number.

    One replica does it, others wait. False if we were told to stop meanwhile.
    """
    number, listeners = partitions_of(context), context.listeners
    if not link.forgets:
        with agreeing(context) as agreement:
            waiting = Intake(link, LOOK_SECONDS)
            while agreement.numbers() != [number] and not agreement.take(MOVING):
                if not turn(waiting):
                    return False
            while (known := agreement.numbers()) != [number]:
                if not known:
                    agreement.add(1)
                elif len(known) == 1:
                    agreement.add(number)
                elif not _moved(context, link, known, turn):
                    return False
                else:
                    agreement.remove(known[0])
    with away():
        topology.declare_queue(link.channel, listeners, number)
    return True


def _moved(context: "ServiceContext", link: Link, known: list[int], turn: Turn) -> bool:
    """From the older number to the newer one; whether it could be done."""
    old, new, listeners = known[0], known[-1], context.listeners
    log.info("inbox divided anew", service=listeners.service, before=old, now=new)
    with away():
        topology.declare_queue(link.channel, listeners, new)
        topology.declare_dead_letters(link.channel, listeners.service)
        topology.make_queues(link.channel, listeners.service, old)
        topology.cut_off(link.channel, listeners, old)
    if not _emptied(link, topology.queues_of(listeners.service, old), listeners.service, turn):
        return False
    with away():
        topology.remove_queues(link.channel, listeners.service, old)
    log.info("nothing left of the old division", service=listeners.service, before=old, now=new)
    return True


def _emptied(link: Link, queues: list[str], service: str, turn: Turn) -> bool:
    """Consume these queues until nothing is left in them and nobody else is at it."""
    intake, times, warn_at = Intake(link, LOOK_SECONDS), 0, time.monotonic() + WARN_SECONDS
    for queue in queues:
        intake.hear(queue)
    while times < 2:
        if not turn(intake):
            return False
        found = [contents(link, queue) for queue in queues]
        times = times + 1 if not intake.received and set(found) == {(0, 1)} else 0
        if time.monotonic() > warn_at and any(consumers > 1 for _, consumers in found):
            log.warning("replicas with another number of partitions still run", service=service)
            warn_at = time.monotonic() + WARN_SECONDS
    for queue in queues:
        intake.leave(queue)
    return True
