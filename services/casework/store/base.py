"""The one metadata and the one mapper of the casework database; how histories are kept, rows are held, and
many are written at once.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Column, Select, Table
from sqlalchemy.orm import Relationship, Session, registry, relationship
from sqlalchemy.types import TypeDecorator

from chassis.store import many
from chassis.store.base import new_metadata
from chassis.store.statements import Statement

T = TypeVar("T")

metadata = new_metadata()
mapper = registry(metadata=metadata)


def history(kind: type[T], *order: Column[Any]) -> Relationship[T]:
    """What has been added to a thing over time: read with it, in this order, and never taken from it."""
    return relationship(kind, order_by=order, lazy="selectin", cascade="save-update, merge")


def held(query: Select[T], *tables: Table) -> Select[T]:
    """Its rows (of these tables alone, if any are named) are held until the end of the transaction, and read
    anew: what was read before they were held may be old.
    """
    return query.with_for_update(of=tables or None).execution_options(populate_existing=True)


def one(session: Session, query: Select[T], *tables: Table, for_update: bool) -> T | None:
    """What a query finds, held if it shall be changed."""
    return session.scalar(held(query, *tables) if for_update else query)


def add_many(session: Session, table: Table, things: Iterable[object]) -> None:
    """Keep many new things of one kind by one statement, as the session would keep each: encrypted where its
    column is. It is past the session, which does not know these things then; what they name must be there.
    """
    names = [str(column.name) for column in table.columns]
    told = attrgetter(*names)
    add_rows(session, table, [dict(zip(names, told(thing), strict=True)) for thing in things])


def add_rows(session: Session, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """The same for what stands in the columns. A column that is left out is null."""
    for name, encrypted in _secrets(table):
        for row in rows:
            row[name] = encrypted(row.get(name), None)
    if rows:
        _inserted(table).do(session, **many.rows(rows))


@cache
def _inserted(table: Table) -> Statement:
    return Statement(many.inserted(table))


@cache
def _secrets(table: Table) -> list[tuple[str, Callable[..., Any]]]:
    """The columns of a table that are encrypted, and how their values become so."""
    types = [(str(column.name), column.type) for column in table.columns]
    return [(name, kind.process_bind_param) for name, kind in types if isinstance(kind, TypeDecorator)]
