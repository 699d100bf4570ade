"""A session that takes a connection from the pool with its first question, and none if it asks nothing."""

from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session, SessionTransaction

from chassis.store.wire import Wire


class LateSession(Session):
    """One transaction. SQLAlchemy takes part in it where it is asked: at the first statement of its own, or
    at a savepoint; our own statements (`chassis.store.statements`) do without.
    """

    def __init__(self, engine: Engine, opening: bytes, info: dict[str, Any]) -> None:
        """`opening`: what is said to the server at the beginning of the transaction."""
        super().__init__(expire_on_commit=False, info=info)
        self._engine, self._opening = engine, opening
        self._connection: Connection | None = None
        self._answered = False

    @property
    def is_fresh(self) -> bool:
        """Whether nothing has been asked yet, nor waits to be said."""
        untouched = not (self._answered or self.in_transaction())
        return untouched and (self._connection is None or self.wire.is_fresh)

    @property
    def taken(self) -> Connection:
        """The connection on which the transaction runs, from now on."""
        if self._answered:
            raise InvalidRequestError("This transaction was committed with its one question.")
        if self._connection is None:
            self._connection = self._engine.connect()
            self.wire.open_with(self._opening)
        return self._connection

    @property
    def wire(self) -> Wire:
        """Its connection as psycopg2 knows it."""
        wire: Wire = self.taken.connection.dbapi_connection  # type: ignore[assignment]  # ours are of this class
        return wire

    def was_answered(self) -> None:
        """Somebody else's transaction has answered the one question of this one, and was committed."""
        self._answered = True

    def get_bind(self, *_: Any, **__: Any) -> Connection:
        """What SQLAlchemy's own statements go to."""
        return self.taken

    def begin_nested(self) -> SessionTransaction:
        """A savepoint, from now on: our own statements do not ask for one."""
        nested = super().begin_nested()
        self.connection()
        return nested

    def commit_all(self) -> None:
        """Commit; SQLAlchemy's part is only concerned where it has begun anything."""
        if self.in_transaction():
            self.commit()
        if self._connection is not None and not self._answered:
            self.wire.commit()

    def rollback(self) -> None:
        """Take back all of it, also what was done without SQLAlchemy."""
        super().rollback()
        if self._connection is not None and not self._answered:
            self.wire.rollback()

    def give_back(self) -> None:
        """The connection goes back to the pool, which rolls back what is not committed."""
        self.close()
        if self._connection is not None:
            self._connection.close()
