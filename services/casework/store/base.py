"""The one metadata and the one mapper of the casework database; how histories are kept and rows are held."""

from typing import Any, TypeVar

from sqlalchemy import Column, Select, Table
from sqlalchemy.orm import Relationship, Session, registry, relationship

from chassis.store.base import new_metadata

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
