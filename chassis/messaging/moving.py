"""Changing into how many partitions an inbox is divided: nothing is lost, nothing overtaken.

First what comes in goes into the new queues too, then no more into the old ones; these are emptied, and only
then are the new ones consumed. What went into both in between is known by its inbox row the second time.
"""

import time
from collections.abc import Callable

import structlog

from chassis.messaging import topology
from chassis.messaging.agreement import MOVING, Agreement
from chassis.messaging.broker import Link, away, contents
from chassis.messaging.intake import Intake
from chassis.messaging.listeners import Listeners

LOOK_SECONDS = 0.25
WARN_SECONDS = 5.0

Turn = Callable[[Intake], bool]
"""Handles what has come, or waits a little for more; whether to go on."""

log = structlog.get_logger("workstead.events")


def settle(listeners: Listeners, link: Link, agreement: Agreement | None, turn: Turn) -> bool:
    """See that the queues stand in the number that is set, and that nothing is left of another number.

    One replica does it, others wait. False if we were told to stop meanwhile.
    """
    number = 1 if agreement is None else agreement.number
    if agreement is not None and not _joined(listeners, link, agreement, turn):
        return False
    with away():
        topology.declare_queue(link.channel, listeners, number)
    return True


def _joined(listeners: Listeners, link: Link, agreement: Agreement, turn: Turn) -> bool:
    while _agreed(listeners, link, agreement, turn):
        agreement.join()
        if agreement.numbers() == [agreement.number]:
            return True
        agreement.leave()  # somebody has begun to change it again, and waits for all of us to be gone
    return False


def _agreed(listeners: Listeners, link: Link, agreement: Agreement, turn: Turn) -> bool:
    waiting, ours = Intake(link, LOOK_SECONDS), False
    while (known := agreement.numbers()) != [agreement.number]:
        if not ours:
            ours = agreement.take(MOVING)
            if not ours and not turn(waiting):
                return False
        elif not known:
            agreement.add(1)
        elif len(known) == 1:
            agreement.add(agreement.number)
        elif not _moved(listeners, link, agreement, known, turn):
            return False
    if ours:
        agreement.give_up(MOVING)
    return True


def _moved(listeners: Listeners, link: Link, agreement: Agreement, known: list[int], turn: Turn) -> bool:
    """From the older number to the newer one; whether it could be done."""
    old, new, service = known[0], known[-1], listeners.service
    log.info("inbox divided anew", service=service, before=old, now=new)
    with away():
        topology.declare_queue(link.channel, listeners, new)
        topology.make_queues(link.channel, service, old)
        topology.cut_off(link.channel, listeners, old)
    if not _left_by_others(agreement, old, service, turn, Intake(link, LOOK_SECONDS)):
        return False
    if not _emptied(link, topology.queues_of(service, old), turn):
        return False
    with away():
        topology.remove_queues(link.channel, service, old)
    agreement.remove(old)
    log.info("nothing left of the old division", service=service, before=old, now=new)
    return True


def _left_by_others(agreement: Agreement, old: int, service: str, turn: Turn, waiting: Intake) -> bool:
    """Wait until nobody else consumes the old queues: they may still be handling what came out of them."""
    warn_at = time.monotonic()
    while agreement.replicas(old):
        if time.monotonic() >= warn_at:
            log.warning("replicas with another number of partitions still run", service=service, number=old)
            warn_at += WARN_SECONDS
        if not turn(waiting):
            return False
    return True


def _emptied(link: Link, queues: list[str], turn: Turn) -> bool:
    """Consume these queues until nothing is left in them. Nobody else does."""
    intake, times = Intake(link, LOOK_SECONDS), 0
    for queue in queues:
        intake.hear(queue)
    while times < 2:
        if not turn(intake):
            return False
        empty = not any(contents(link, queue)[0] for queue in queues)
        times = times + 1 if empty and not intake.received else 0
    for queue in queues:
        intake.leave(queue)
    return True
