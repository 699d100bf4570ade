"""Statements that are asked often: built once, and planned once for each connection by the server.

SQLAlchemy's own cache knows a statement only after walking through it, and the server plans it anew each
time; for what every request asks, both cost more than the answer. Values, types and encrypted columns are
treated as SQLAlchemy would treat them.
"""

from collections import namedtuple
from collections.abc import Callable
from typing import Any

import psycopg2
from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql.psycopg2 import PGDialect_psycopg2
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import ClauseElement
from sqlalchemy.types import TypeEngine

from chassis.store.sessions import LateSession
from chassis.store.wire import Wire

_DIALECT: Any = PGDialect_psycopg2(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]

Process = Callable[[Any], Any]


class Statement:
    """A select, insert, update or delete whose values are named `bindparam`s, built once and for all."""

    def __init__(self, clause: ClauseElement) -> None:
        compiled: Any = clause.compile(dialect=_DIALECT)
        binds = [(name, compiled.binds[name]) for name in compiled.positiontup or ()]
        self.text = str(compiled)
        if compiled.post_compile_params:
            raise TypeError("A list of values cannot be one parameter: write the choices out.")
        self._binds = [(name, _to_database(bind.type)) for name, bind in binds]
        self._fixed = {name: bind.value for name, bind in binds if not bind.required}
        self._call = f"({', '.join(['%s'] * len(binds))})" if binds else ""
        columns = list(getattr(clause, "exported_columns", ()))
        self._make = _rows([column.key for column in columns])
        self._reading = [
            (place, read) for place, column in enumerate(columns) if (read := _from_database(column.type))
        ]

    def all(self, session: Session, **values: Any) -> list[Any]:
        """Its rows, each with the names of its columns."""
        return [self.read(row) for row in self._answered(session, values, lambda cursor: cursor.fetchall())]

    def first(self, session: Session, **values: Any) -> Any:
        """Its first row, or None."""
        rows = self.all(session, **values)
        return rows[0] if rows else None

    def alone(self, session: Session, **values: Any) -> Any:
        """Its first row, or None, asked and committed in one trip. For a question that is all of its
        transaction: whatever else is asked in it afterwards is refused.
        """
        rows = self._answered(session, values, lambda cursor: cursor.fetchall(), alone=True)
        return self.read(rows[0]) if rows else None

    def all_alone(self, session: Session, **values: Any) -> list[tuple[Any, ...]]:
        """Its rows as they came, asked and committed in one trip; each is for `read`."""
        return self._answered(session, values, lambda cursor: cursor.fetchall(), alone=True)

    def do(self, session: Session, **values: Any) -> None:
        """Have it done, and wait until it is; for what answers no rows."""
        self._answered(session, values, lambda cursor: [])

    def along(self, session: Session, **values: Any) -> None:
        """Have it done with the next statement or with the commit: nobody waits for what it answers."""
        wire = wire_of(session)
        with wire.cursor() as cursor:
            wire.along(self._execution(cursor, values))

    def _answered(
        self,
        session: Session,
        values: dict[str, Any],
        read: Callable[[Any], list[Any]],
        *,
        alone: bool = False,
    ) -> list[Any]:
        """What the server answers; its errors are SQLAlchemy's, as those of any other statement are."""
        session.flush()
        with wire_of(session).cursor() as cursor:
            execution = self._execution(cursor, values)
            try:
                (cursor.ask_alone if alone else cursor.execute)(execution)
                return read(cursor)
            except psycopg2.Error as error:
                raise as_told(session, error, self.text) from error

    def _execution(self, cursor: Any, values: dict[str, Any]) -> bytes:
        given = {**self._fixed, **values}
        sent = [given[name] if write is None else write(given[name]) for name, write in self._binds]
        name = cursor.connection.prepared(self.text)
        execution: bytes = cursor.mogrify(f"execute {name}{self._call}", sent)
        return execution

    def read(self, row: tuple[Any, ...]) -> Any:
        """A row as it came, with the names of its columns."""
        values = list(row)
        for place, read in self._reading:
            values[place] = read(values[place])
        return self._make(values)


def wire_of(session: Session) -> Wire:
    """The connection on which this session's transaction runs, also before SQLAlchemy has begun any."""
    wire: Wire = _connection_of(session).connection.dbapi_connection  # type: ignore[assignment]  # ours are of this class
    return wire


def as_told(session: Session, error: psycopg2.Error, text: str | None = None) -> Exception:
    """A failure as SQLAlchemy would tell it; a connection that is lost goes back to nobody."""
    connection = _connection_of(session)
    if lost := bool(connection.connection.dbapi_connection.closed):  # type: ignore[union-attr]  # it has not been given back
        connection.invalidate(error)
    told: Any = DBAPIError.instance
    failure: Exception = told(
        text,
        None,
        error,
        psycopg2.Error,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=connection.dialect,
    )
    return failure


def _connection_of(session: Session) -> Connection:
    return session.taken if isinstance(session, LateSession) else session.connection()


def _rows(names: list[str]) -> Callable[[list[Any]], Any]:
    row: Any = namedtuple("Row", names)  # type: ignore[misc]  # the names are known only here
    make: Callable[[list[Any]], Any] = row._make
    return make


def _to_database(type_: TypeEngine[Any]) -> Process | None:
    return type_.dialect_impl(_DIALECT).bind_processor(_DIALECT)


def _from_database(type_: TypeEngine[Any]) -> Process | None:
    return type_.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
