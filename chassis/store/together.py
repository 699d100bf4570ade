"""A question that several ask at the same time goes to the server once, for all of them.

Whoever comes first asks at once. Whoever comes while that is on its way waits for the next trip, which
takes everybody who came meanwhile; at rest nobody waits for anybody. Only those go together who are one to
row-level security. What is written with the answers is committed before anybody has one. Where asking
together fails, each asks again for itself, and hears of its own failure alone.
"""

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    column,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql import FromClause, visitors
from sqlalchemy.sql.elements import BindParameter
from sqlalchemy.types import TypeEngine

from chassis.actor import Actor
from chassis.store.sessions import LateSession
from chassis.store.statements import Statement

PLACE = "place"
"""The column that says which of those who ask a row is for."""

MOST = 32
"""So many go together at most."""


@dataclass(eq=False)
class Asker:
    """Somebody with a question, who may have to wait for a turn."""

    values: dict[str, Any]
    turn: Any = field(default_factory=threading.Lock)
    leads: bool = False
    """Whether it is this one's turn to go, for all who wait."""
    rows: list[Any] | None = None
    """What the server has answered, as it came; None where nobody could ask for it."""


class Together:
    """A question with one row for an answer, for one and for many who ask it at the same time."""

    def __init__(self, one: Select[Any], many: Select[Any]) -> None:
        """`many` is made with `of_each`: its rows begin with the place of whom they are for."""
        self._one, self._many = Statement(one), Statement(many)
        self._guard = threading.Lock()
        self._lines: dict[Any, deque[Asker]] = {}
        """Who waits while somebody is on the way."""

    @property
    def is_busy(self) -> bool:
        """Whether somebody is on the way."""
        return bool(self._lines)

    @property
    def waiting(self) -> int:
        """How many wait for the next trip."""
        return sum(map(len, list(self._lines.values())))

    def alone(self, session: Session, actor: Actor, **values: Any) -> Any:
        """The row that answers, or None, committed; it is all of this session's transaction."""
        if not isinstance(session, LateSession) or not session.is_fresh:
            return self._one.alone(session, **values)
        mine, line = Asker(values), (session.info["service"], actor.kind, actor.org, actor.person_id)
        self._stand_in(line, mine)
        if mine.leads:
            return self._lead(session, line, mine)
        if mine.rows is None:
            return self._one.alone(session, **values)
        session.was_answered()
        return self._first(mine)

    def _stand_in(self, line: Any, mine: Asker) -> None:
        """Wait, unless nobody is on the way."""
        mine.turn.acquire()
        with self._guard:
            if line not in self._lines:
                self._lines[line], mine.leads = deque(), True
                return
            self._lines[line].append(mine)
        try:
            mine.turn.acquire()
        except BaseException:
            self._leave(line, mine)
            raise

    def _leave(self, line: Any, mine: Asker) -> None:
        """Whoever is stopped while waiting stands in nobody's way."""
        if mine.leads:
            self._hand_over(line)
        elif mine in self._lines.get(line, ()):
            self._lines[line].remove(mine)

    def _lead(self, session: LateSession, line: Any, mine: Asker) -> Any:
        with self._guard:
            waiting = self._lines[line]
            others = [waiting.popleft() for _ in range(min(len(waiting), MOST - 1))]
        try:
            if not others or not self._ask(session, [mine, *others]):
                return self._one.alone(session, **mine.values)
        finally:
            self._hand_over(line)
            for other in others:
                other.turn.release()
        return self._first(mine)

    def _ask(self, session: LateSession, askers: list[Asker]) -> bool:
        """Whether the server has answered all of them."""
        asked = orjson.dumps([{PLACE: place, **one.values} for place, one in enumerate(askers)])
        try:
            answered = self._many.all_alone(session, asked=asked.decode())
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
            session.rollback()
            return False
        for one in askers:
            one.rows = []
        for place, *row in answered:
            askers[place].rows = [row]
        return True

    def _hand_over(self, line: Any) -> None:
        with self._guard:
            if waiting := self._lines[line]:
                waiting[0].leads = True
                waiting.popleft().turn.release()
            else:
                del self._lines[line]

    def _first(self, mine: Asker) -> Any:
        """Each reads its own row: one that cannot be decrypted is nobody else's concern."""
        return self._one.read(mine.rows[0]) if mine.rows else None


def of_each(question: Select[Any], besides: Mapping[str, TypeEngine[Any]]) -> tuple[FromClause, Select[Any]]:
    """The values of all who ask, a row each, with what is needed `besides`; and the question put for each of
    those rows, with their places.
    """
    kinds: dict[str, TypeEngine[Any]] = {PLACE: Integer()}

    def put(part: Any, **_: Any) -> ColumnElement[Any] | None:
        if isinstance(part, BindParameter) and part.required:
            kinds[part.key] = part.type
            return literal_column(f"asked.{part.key}", part.type)
        return None

    traverse: Any = visitors.replacement_traverse
    theirs = traverse(question, {}, put).lateral("theirs")
    given = func.json_to_recordset(func.cast(bindparam("asked", type_=Text), JSON))
    columns = [column(name, kind) for name, kind in (kinds | dict(besides)).items()]
    asked = given.table_valued(*columns).render_derived(name="asked", with_types=True)
    return asked, select(asked.c[PLACE], *theirs.c).select_from(asked.join(theirs, true()))
