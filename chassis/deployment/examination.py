"""What the doctor looks at in RabbitMQ: who we are there, what stands, what we may do, what goes nowhere."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from chassis.deployment.broker import Written
from chassis.health import Check
from chassis.messaging import topology, unroutable
from chassis.messaging.broker import Link, attempt, away, connected, contents, stands
from chassis.messaging.errors import BrokerAway

if TYPE_CHECKING:
    from chassis.context import ServiceContext

LOAD = "Load the definitions: `workstead broker definitions`, then `rabbitmqctl import_definitions`."
NOBODY = "rebuild.doctor"
"""A key by which nobody listens: what is published under it goes nowhere."""


def examine(context: "ServiceContext") -> Iterator[Check]:
    """Look at the broker as this service, or whoever its settings say, sees it."""
    if context.settings.broker_url.startswith("memory:"):
        return
    user = urlsplit(context.settings.broker_url).username or "guest"
    try:
        with connected(context.settings, f"{context.name} doctor") as link:
            yield Check("sign-in", True, f"as {user}")
            yield from _inside(context, link, user)
    except BrokerAway as error:
        yield Check("sign-in", False, f"{user} does not get in ({error})", _remedy(str(error)))


def _inside(context: "ServiceContext", link: Link, user: str) -> Iterator[Check]:
    wanted = _wanted(context)
    with away():
        missing = [name for name in wanted.queues if not stands(link.channel, _queue(name))]
        missing += [name for name in wanted.exchanges if not stands(link.channel, _exchange(name))]
    if missing:
        remedy = f"Start {context.name}, which makes them where it may; or load the definitions. {LOAD}"
        yield Check("queues", False, f"missing: {', '.join(sorted(missing))}", remedy)
    elif wanted.queues:
        yield from _queues(context, link)
    own = topology.exchange_of(context.events.service)
    if own in wanted.exchanges and own not in missing and any(True for _ in context.events):
        may = attempt(link.channel, lambda channel: _publish(channel, own))
        yield Check("rights", may, f"{user} may {'' if may else 'not '}publish to {own}", LOAD)


def _queues(context: "ServiceContext", link: Link) -> Iterator[Check]:
    service = context.listeners.service
    names = topology.queues_of(service, context.settings.partitions_of(service))
    found = {name: contents(link, name) for name in names}
    waiting = sum(messages for messages, _ in found.values())
    idle = [name for name, (_, consumers) in found.items() if not consumers]
    said = f"{waiting} waiting" + (f"; nobody consumes {', '.join(idle)}" if idle else "")
    yield Check("queues", not idle, said, f"Start {context.name}, or look into its log.")
    dead, _ = contents(link, topology.dead_letters_of(service))
    remedy = f"Mend the cause, then `workstead events dead-letters {context.name} --replay`."
    yield Check("dead letters", dead == 0, str(dead), remedy)


def nowhere(context: "ServiceContext", everybody: Iterable[type[Any]]) -> Check:
    """Whether something went nowhere for which somebody listens: then a queue or a binding is missing."""
    with context.database.transaction() as session:
        counts = unroutable.counts(session)
    lost = {
        f"{number} {type_} ({listeners.service} listens)"
        for service in everybody
        if (listeners := getattr(service, "listeners", None)) is not None
        for type_, number in counts.items()
        if listeners.matching(type_)
    }
    said = "; ".join(sorted(lost)) or "nothing that somebody listens for went nowhere"
    remedy = f"Start whoever listens: it binds its queue, and is then told within five minutes. Else: {LOAD}"
    return Check("bindings", not lost, said, remedy)


def _wanted(context: "ServiceContext") -> Written:
    wanted = Written()
    if any(True for _ in context.events):
        topology.declare_exchange(wanted, context.events.service)
    if context.listeners.bindings:
        number = context.settings.partitions_of(context.listeners.service)
        topology.declare_queue(wanted, context.listeners, number)
    return wanted


def _queue(name: str) -> Any:
    return lambda channel: channel.queue_declare(queue=name, passive=True)


def _exchange(name: str) -> Any:
    return lambda channel: channel.exchange_declare(exchange=name, type="topic", passive=True)


def _publish(channel: Any, exchange: str) -> None:
    """The broker says no with the next answer, so one is asked for."""
    channel.basic_publish(channel.prepare_message(b""), exchange=exchange, routing_key=NOBODY)
    channel.exchange_declare(exchange=exchange, type="topic", passive=True)


def _remedy(error: str) -> str:
    if "ACCESS_REFUSED" in error or "AccessRefused" in error:
        return f"Its user or password in WORKSTEAD_BROKER_URL is not what RabbitMQ knows. {LOAD}"
    if "NOT_ALLOWED" in error or "NotAllowed" in error:
        return f"There is no such virtual host, or it may not be entered. {LOAD}"
    return "Start RabbitMQ, or correct WORKSTEAD_BROKER_URL."
