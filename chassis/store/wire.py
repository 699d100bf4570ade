"""A connection that makes fewer trips to the server: what nobody waits for an answer to travels with the next
statement, or with the commit.

`begin` and the words that say who is at work go with the first statement of a transaction; a row of the
access log goes with the commit. All of it stays in the order in which it was said, and in one transaction:
what fails, fails everything, and what is committed has been committed before anybody is answered.
"""

import time
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

import psycopg2
from psycopg2 import extensions

RESTED = 1.0
"""Seconds without a word from the server, after which a connection is asked before it is used."""
BEGIN = b"begin"
IDLE = extensions.TRANSACTION_STATUS_IDLE
DEFAULT_LEVELS = (None, extensions.ISOLATION_LEVEL_DEFAULT, extensions.ISOLATION_LEVEL_READ_COMMITTED)


class LostAtOnce(psycopg2.OperationalError):  # type: ignore[misc]  # psycopg2 has no types
    """The connection was lost before a transaction's first statement was answered: nothing has been done."""


class Wire(extensions.connection):  # type: ignore[misc]  # psycopg2 has no types
    """A psycopg2 connection that begins and ends its transactions itself, within its statements."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.cursor_factory = WireCursor
        self.autocommit = True  # psycopg2 is to begin nothing: we do
        self.trips = 0
        """How many times the server has been waited for."""
        self._prepared: dict[str, str] = {}
        """What the server has prepared for this connection: its name there, by our text."""
        self._preparing: dict[str, str] = {}
        self._names = count(1)
        self._used_at = time.monotonic()
        self._begins = True
        self._opening: list[bytes] = []
        self._done = False
        self._along: list[bytes] = []

    def open_with(self, words: bytes) -> None:
        """Say this at the beginning of the next transaction, if anything is done in it."""
        self._opening = [words]

    def along(self, words: bytes) -> None:
        """Say this with the next statement, or with the commit: nobody waits for what it answers."""
        self._along.append(words)

    def prepared(self, statement: str) -> str:
        """The name under which the server has (or will have, by then) planned this statement for us."""
        name = self._prepared.get(statement) or self._preparing.get(statement)
        if name is None:
            # A name is never used twice: after a failure nobody knows whether the server has it.
            name = self._preparing[statement] = f"s{next(self._names)}"
            self.along(f"prepare {name} as {statement}".encode())
        return name

    @property
    def is_fresh(self) -> bool:
        """Whether nothing has been done yet in this transaction, nor waits to be done."""
        return not (self._done or self._along) and self.get_transaction_status() == IDLE

    def words_alone(self) -> list[bytes] | None:
        """What goes out before a statement that is a transaction of its own: PostgreSQL makes one of whatever
        comes in one message, and commits it before it says that the last statement is done. None where a
        transaction has begun.
        """
        if self._done or self.get_transaction_status() != IDLE:
            return None
        words, self._along, self._opening = [*self._opening, *self._along], [], []
        self._done = True
        return words

    def words_before(self) -> list[bytes]:
        """What goes out before the next statement; from now on it counts as said."""
        if self._done:
            raise psycopg2.ProgrammingError("This transaction was committed with its one statement.")
        begins = self._begins and self.get_transaction_status() == IDLE
        words = [BEGIN, *self._opening] if begins else []
        words += self._along
        self._along, self._opening = [], []
        return words

    def commit(self) -> None:
        """Commit, with what is still to be said; nothing goes out where nothing was done. What fails with the
        commit leaves nothing open, as a commit does.
        """
        try:
            if self._along or self.get_transaction_status() != IDLE:
                self._say(b"; ".join([*self.words_before(), b"commit"]))
        except psycopg2.Error:
            if not self.closed:
                self.rollback()
            raise
        self._opening, self._done = [], False

    def rollback(self) -> None:
        """Roll back; what has not been said yet never is."""
        self._along, self._opening, self._done = [], [], False
        self._preparing.clear()
        if self.get_transaction_status() != IDLE:
            self._say(b"rollback")

    def set_isolation_level(self, level: int | None) -> None:
        """Statements outside of transactions, or in one as usual; no other level is used here."""
        if level != extensions.ISOLATION_LEVEL_AUTOCOMMIT and level not in DEFAULT_LEVELS:
            raise psycopg2.NotSupportedError("Transactions here are READ COMMITTED.")
        self._begins = level != extensions.ISOLATION_LEVEL_AUTOCOMMIT

    def is_alive(self) -> bool:
        """Whether the server still holds the other end. One that ends says farewell, which is read here
        without a trip; after a rest it is asked, for it may have vanished without a word.
        """
        try:
            self.poll()  # reads the farewell, if there is one,
            self.poll()  # and what follows it: that the line is dead
            if not self.closed and time.monotonic() - self._used_at > RESTED:
                self._say(b"select 1")
        except psycopg2.Error:
            return False
        return not self.closed

    def trip(self, send: Callable[[bytes], None], words: bytes) -> None:
        """Go to the server and back."""
        self.trips += 1
        preparing, self._preparing = self._preparing, {}
        send(words)
        self._used_at = time.monotonic()
        self._prepared |= preparing

    def _say(self, words: bytes) -> None:
        with self.cursor(cursor_factory=extensions.cursor) as cursor:
            self.trip(cursor.execute, words)


class WireCursor(extensions.cursor):  # type: ignore[misc]  # psycopg2 has no types
    """Sends what its connection has to say along with its own statement."""

    connection: Wire

    def execute(self, query: Any, vars: Any = None) -> None:
        """One trip, whatever travels with it."""
        statement = self.mogrify(query, vars)
        words = self.connection.words_before()
        self._go([*words, statement], again=BEGIN in words)

    def ask_alone(self, question: bytes) -> None:
        """One trip, in which all is committed, if nothing was done before. It may be asked twice."""
        words = self.connection.words_alone()
        if words is None:
            self.execute(question)
        else:
            self._go([*words, question], again=True)

    def executemany(self, query: Any, vars_list: Iterable[Any]) -> None:
        """Each in a trip of its own; what travels with them goes before, so that rows count together."""
        if words := self.connection.words_before():
            self._go(words, again=False)
        super().executemany(query, vars_list)

    def _go(self, words: list[bytes], *, again: bool) -> None:
        try:
            self.connection.trip(super().execute, b"; ".join(words))
        except psycopg2.OperationalError as error:
            if self.connection.closed and again:
                raise LostAtOnce(*error.args) from error
            raise
