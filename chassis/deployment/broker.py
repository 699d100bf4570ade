"""RabbitMQ's definitions: everything that the services need there, and for each no more rights than it needs.

They are read off the code that runs: the same functions that make queues and bindings are run against a
channel that writes down what they ask for. So the rights cannot fall behind what services do.
"""

import hashlib
import json
import re
import secrets
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chassis.messaging import topology
from chassis.messaging.events import EventRegistry
from chassis.messaging.listeners import Listeners

VHOST = "workstead"
ADMIN, MONITORING = "admin", "monitoring"
NOTHING = "^$"
EVERYTHING = ".*"

LONGEST_QUEUE = 1_000_000
"""Events that wait for one service before its queue refuses more, and they wait in the outboxes instead."""
LARGEST_QUEUE = 2 * 1024**3
MOST_DEAD_LETTERS = 100_000
MOST_CONNECTIONS = 400

Definitions = dict[str, Any]


@dataclass(frozen=True)
class Bound:
    """A binding: what comes to the source under the key goes to the destination as well."""

    source: str
    destination: str
    kind: str
    key: str
    arguments: dict[str, Any]


@dataclass
class Written:
    """A channel that makes nothing, and writes down what it was asked to make."""

    exchanges: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    """By name, the type and the arguments."""
    queues: dict[str, dict[str, Any]] = field(default_factory=dict)
    bindings: list[Bound] = field(default_factory=list)

    def exchange_declare(
        self, exchange: str, type: str, arguments: Mapping[str, Any] | None = None, **_: Any
    ) -> None:
        """An exchange is needed."""
        self.exchanges[exchange] = type, dict(arguments or {})

    def queue_declare(self, queue: str, arguments: Mapping[str, Any] | None = None, **_: Any) -> None:
        """A queue is needed."""
        self.queues[queue] = dict(arguments or {})

    def queue_bind(
        self,
        queue: str,
        exchange: str,
        routing_key: str = "",
        arguments: Mapping[str, Any] | None = None,
        **_: Any,
    ) -> None:
        """A queue hears an exchange."""
        self.bindings.append(Bound(exchange, queue, "queue", routing_key, dict(arguments or {})))

    def exchange_bind(
        self,
        destination: str,
        source: str,
        routing_key: str = "",
        arguments: Mapping[str, Any] | None = None,
        **_: Any,
    ) -> None:
        """An exchange hears another."""
        self.bindings.append(Bound(source, destination, "exchange", routing_key, dict(arguments or {})))


@dataclass(frozen=True)
class User:
    """One service in the broker, and what it makes, says and hears."""

    name: str
    says: bool
    own: Written

    @property
    def writes(self) -> list[str]:
        """Whatever it publishes to or binds to something."""
        said = [topology.exchange_of(self.name)] if self.says else []
        bound = [one.destination for one in self.own.bindings]
        dead = [name for name in self.own.exchanges if name == topology.dead_exchange_of(self.name)]
        return said + dead + bound

    @property
    def reads(self) -> list[str]:
        """Its queues, and the exchanges that these hear."""
        return [*self.own.queues, *(one.source for one in self.own.bindings)]

    def may(self, names: Iterable[str]) -> str:
        """The right to these; to all parts of its own inbox, for while its division changes there are two."""
        inbox = topology.queue_of(self.name)
        rest = [name for name in names if not name.startswith(inbox)]
        whole = rf"|^{re.escape(inbox)}(\.[a-z0-9]+)*$" if self.own.queues else ""
        return _any_of(rest) + whole


def users_of(classes: Iterable[type[Any]], partitions: Mapping[str, int] | None = None) -> list[User]:
    """The users of these services; wings that share a room share its user.

    `partitions`: into how many queues the inbox of a service is divided, where that is more than one.
    """
    rooms: dict[str, User] = {}
    for service in classes:
        events: EventRegistry | None = getattr(service, "events", None)
        listeners: Listeners | None = getattr(service, "listeners", None)
        name = listeners.service if listeners else events.service if events else service.name
        says = events is not None and any(True for _ in events)
        own = rooms[name].own if name in rooms else Written()
        if says:
            topology.declare_exchange(own, name)
        if listeners and listeners.bindings and not own.queues:
            topology.declare_queue(own, listeners, (partitions or {}).get(name, 1))
        rooms[name] = User(name, says or (name in rooms and rooms[name].says), own)
    return [rooms[name] for name in sorted(rooms)]


def user_names(classes: Iterable[type[Any]]) -> list[str]:
    """Everybody who needs a password in the broker."""
    return [user.name for user in users_of(classes)] + [ADMIN, MONITORING]


def definitions(
    classes: Iterable[type[Any]],
    passwords: Mapping[str, str],
    partitions: Mapping[str, int] | None = None,
) -> Definitions:
    """What RabbitMQ loads at its start. Whoever has no password in `passwords` cannot sign in."""
    users = users_of(classes, partitions)
    return {
        "rabbit_version": "3.10.0",
        "vhosts": [{"name": VHOST}],
        "users": [_user(one.name, passwords, []) for one in users]
        + [_user(ADMIN, passwords, ["administrator"]), _user(MONITORING, passwords, ["monitoring"])],
        "permissions": [
            *(_permission(one.name, NOTHING, one.may(one.writes), one.may(one.reads)) for one in users),
            _permission(ADMIN, EVERYTHING, EVERYTHING, EVERYTHING),
            _permission(MONITORING, NOTHING, NOTHING, NOTHING),
        ],
        "topic_permissions": [one for user in users for one in _topics(user)],
        "parameters": [
            {
                "vhost": VHOST,
                "component": "vhost-limits",
                "name": "limits",
                "value": {"max-connections": MOST_CONNECTIONS},
            }
        ],
        "policies": [one for user in users for one in _policies(user)],
        **_standing(users),
    }


def as_text(made: Definitions) -> str:
    """As it is written to a file."""
    return json.dumps(made, indent=1) + "\n"


def hashed(password: str, salt: bytes | None = None) -> str:
    """The password as RabbitMQ keeps it: salted, SHA-256."""
    salt = secrets.token_bytes(4) if salt is None else salt
    return b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def _user(name: str, passwords: Mapping[str, str], tags: list[str]) -> Definitions:
    return {
        "name": name,
        "password_hash": hashed(passwords[name]) if name in passwords else "",
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": tags,
    }


def _permission(user: str, configure: str, write: str, read: str) -> Definitions:
    return {"user": user, "vhost": VHOST, "configure": configure, "write": write, "read": read}


def _topics(user: User) -> list[Definitions]:
    """Under which keys it may publish, and which it may listen for, at each topic exchange."""
    own = topology.exchange_of(user.name)
    exchanges = {own} if user.says else set()
    heard = [one for one in user.own.bindings if user.own.exchanges[one.source][0] == "topic"]
    exchanges |= {one.source for one in heard}
    said = rf"^(workstead\.{re.escape(user.name)}\.|{re.escape(topology.rebuild_key(''))})"
    return [
        {
            "user": user.name,
            "vhost": VHOST,
            "exchange": exchange,
            "write": said if exchange == own and user.says else NOTHING,
            "read": _any_of(one.key for one in heard if one.source == exchange),
        }
        for exchange in sorted(exchanges)
    ]


def _policies(user: User) -> list[Definitions]:
    """The limits of its queues. When one is full it refuses, and what is refused waits in the outbox."""
    inbox = {"max-length": LONGEST_QUEUE, "max-length-bytes": LARGEST_QUEUE}
    inbox |= {"delivery-limit": topology.DELIVERY_LIMIT}
    kinds = {"inbox": inbox, "dead": {"max-length": MOST_DEAD_LETTERS}}
    return [
        {
            "vhost": VHOST,
            "name": f"{user.name}.{kind}",
            "pattern": rf"^{re.escape(user.name)}\.{kind}\.",
            "apply-to": "queues",
            "priority": 0,
            "definition": {**limits, "overflow": "reject-publish"},
        }
        for kind, limits in kinds.items()
        if user.own.queues
    ]


def _standing(users: Iterable[User]) -> Definitions:
    """Exchanges, queues and bindings: made by the broker itself, so that no service needs the right to."""
    written = [user.own for user in users]
    exchanges = {name: made for own in written for name, made in own.exchanges.items()}
    durable = {"vhost": VHOST, "durable": True, "auto_delete": False}
    return {
        "queues": [
            {**durable, "name": name, "arguments": arguments}
            for own in written
            for name, arguments in own.queues.items()
        ],
        "exchanges": [
            {**durable, "name": name, "type": kind, "internal": False, "arguments": arguments}
            for name, (kind, arguments) in sorted(exchanges.items())
        ],
        "bindings": [
            {
                "source": one.source,
                "vhost": VHOST,
                "destination": one.destination,
                "destination_type": one.kind,
                "routing_key": one.key,
                "arguments": one.arguments,
            }
            for own in written
            for one in sorted(own.bindings, key=lambda b: (b.destination, b.source, b.key, str(b.arguments)))
        ],
    }


def _any_of(names: Iterable[str]) -> str:
    chosen = sorted(set(names))
    return f"^({'|'.join(re.escape(name) for name in chosen)})$" if chosen else NOTHING
