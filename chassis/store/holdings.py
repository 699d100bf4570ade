"""Everything that a service holds about one person, found by its own tables: whatever bears the person's id,
and whatever hangs by a foreign key on a row that does. A table that is added later is found by itself.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, MetaData, Select, Table, func, or_, select
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Session

Rows = dict[str, list[dict[str, Any]]]
About = Callable[[UUID], ColumnElement[bool]]
"""Which rows are about a person."""


@dataclass(frozen=True)
class Holding:
    """One table that holds something about a person, and which of its rows are about whom."""

    table: Table
    about: About


class Holdings:
    """The tables of one service that hold something about a person.

    `keys` are the names of columns that hold a person's id; `root`, if there is one, is the primary key of
    the people themselves. `also` says which rows of a table are about a person that bears neither.
    `leaving_out` names columns (`table.column`) that are no use to anybody but a machine.
    """

    def __init__(
        self,
        metadata: MetaData,
        *,
        keys: Collection[str],
        root: Column[Any] | None = None,
        also: Mapping[Table, About] | None = None,
        leaving_out: Collection[str] = (),
    ) -> None:
        self._leaving_out = frozenset(leaving_out)
        self._found = {table: Holding(table, about) for table, about in (also or {}).items()}
        for table in metadata.sorted_tables:
            own = [column for column in table.c if _names(column, keys, root)]
            if own:
                self._found[table] = Holding(table, _directly(own))
        self._follow(metadata)
        self._found = {table: self._found[table] for table in metadata.sorted_tables if table in self._found}

    def __iter__(self) -> Iterator[Holding]:
        """The tables, parents before what hangs on them."""
        return iter(self._found.values())

    def __contains__(self, table: Table) -> bool:
        return table in self._found

    def count(self, session: Session, person_id: UUID) -> dict[str, int]:
        """How many rows each table has about this person, where there are any."""
        found = {str(one.table.name): self._number(session, one, person_id) for one in self}
        return {name: number for name, number in found.items() if number}

    def of(self, session: Session, person_id: UUID) -> Rows:
        """All rows about this person, by table, in clear and as plain JSON values."""
        found = {str(one.table.name): list(self._rows(session, one, person_id)) for one in self}
        return {name: rows for name, rows in found.items() if rows}

    def _number(self, session: Session, holding: Holding, person_id: UUID) -> int:
        asked = select(func.count()).select_from(holding.table).where(holding.about(person_id))
        return session.scalar(asked) or 0

    def _rows(self, session: Session, holding: Holding, person_id: UUID) -> Iterator[dict[str, Any]]:
        columns = [column for column in holding.table.c if self._is_told(column)]
        asked: Select[Any] = select(*columns).where(holding.about(person_id))
        for row in session.execute(asked.order_by(*holding.table.primary_key)):
            yield {str(column.name): plain(value) for column, value in zip(columns, row, strict=True)}

    def _is_told(self, column: Column[Any]) -> bool:
        return str(column) not in self._leaving_out and not isinstance(column.type, TSVECTOR)

    def _follow(self, metadata: MetaData) -> None:
        """Find what hangs on what was found, until nothing more is."""
        more = True
        while more:
            more = False
            for table in metadata.sorted_tables:
                if table not in self._found and (holding := self._hanging(table)) is not None:
                    self._found[table], more = holding, True

    def _hanging(self, table: Table) -> Holding | None:
        for key in sorted(table.foreign_keys, key=lambda one: one.parent.name):
            if (whole := self._found.get(key.column.table)) is not None:
                return Holding(table, _by_way_of(key.parent, key.column, whole))
        return None


def plain(value: Any) -> Any:
    """A value of a column as JSON can say it."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value.as_plain() if hasattr(value, "as_plain") else value


def _names(column: Column[Any], keys: Collection[str], root: Column[Any] | None) -> bool:
    if root is None:
        return column.name in keys
    return column is root or column.name in keys or column.references(root)


def _directly(columns: list[Column[Any]]) -> About:
    return lambda person_id: or_(*(column == person_id for column in columns))


def _by_way_of(column: Column[Any], key: Column[Any], whole: Holding) -> About:
    return lambda person_id: column.in_(select(key).where(whole.about(person_id)))
