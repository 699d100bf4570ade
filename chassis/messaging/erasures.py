"""The list of who has been erased, kept outside of the instance: for after a restore.

A backup holds people who were erased after it was taken. The list says who; each of them is erased again by
the event that erased them before, which every service hears.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select, text

from chassis.messaging import erasure, outbox, tables
from chassis.messaging.listeners import service_of

if TYPE_CHECKING:
    from chassis.context import ServiceContext

SAID = text(
    """
    select aggregate_id, type, payload, created_at from event_log where type = any(:types)
    union all select aggregate_id, type, payload, created_at from outbox where type = any(:types)
    order by created_at, aggregate_id
    """
)


class BadList(Exception):
    """The list cannot be read. The message says which line."""


@dataclass(frozen=True)
class Erasure:
    """That somebody was erased: by id alone, which says nothing to whoever finds the list."""

    person_id: UUID
    type: str
    payload: Mapping[str, Any]
    at: str = ""

    def line(self) -> str:
        """A line of the list."""
        said = {"at": self.at, "person": str(self.person_id), "type": self.type, "data": dict(self.payload)}
        return json.dumps(said, sort_keys=True)


@dataclass(frozen=True)
class _Told:
    """The same, with the details as Python values, as the outbox takes them."""

    name: str
    subject: UUID
    data: Mapping[str, object]


def listed(contexts: Iterable["ServiceContext"]) -> Iterator[Erasure]:
    """Every erasure that these services know of, from the logs of those who said so."""
    contexts = list(contexts)
    types = sorted({one.listeners.erased_by for one in contexts if one.listeners.erased_by})
    for context in contexts:
        own = [type_ for type_ in types if service_of(type_) == context.events.service]
        if own:
            with context.database.transaction() as session:
                for row in session.execute(SAID, {"types": own}):
                    yield Erasure(row.aggregate_id, row.type, row.payload, row.created_at.isoformat())


def read(lines: Iterable[str]) -> list[Erasure]:
    """The erasures of a list. Raises BadList."""
    found = []
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                said = json.loads(line)
                found.append(Erasure(UUID(said["person"]), said["type"], said["data"], said.get("at", "")))
        except (ValueError, KeyError, TypeError) as error:
            raise BadList(f"Line {number} of the list is no erasure ({error}).") from None
    return found


def erase_again(contexts: Iterable["ServiceContext"], wanted: Iterable[Erasure] = ()) -> int:
    """Strip again what each service was told to forget, and have erased whom only the list knows of.

    Answers how many those were. The running services do it, as they did the first time.
    """
    rooms = {one.events.service: one for one in contexts}
    for context in rooms.values():
        with context.database.transaction() as session:
            erasure.erase_again(session)
    return sum(_say_again(rooms[service_of(one.type)], one) for one in wanted)


def _say_again(context: "ServiceContext", one: Erasure) -> bool:
    """Record the event in the outbox of the service whose it is, unless that knows of it."""
    with context.database.transaction() as session:
        said = (
            select(table.c.id).where(table.c.type == one.type, table.c.aggregate_id == one.person_id)
            for table in (tables.event_log, tables.outbox)
        )
        if any(session.execute(statement.limit(1)).first() for statement in said):
            return False
        schema = context.events.schema(one.type)
        name = ".".join(one.type.split(".")[2:-1])
        outbox.record(session, _Told(name, one.person_id, schema.load(dict(one.payload))))
    return True
