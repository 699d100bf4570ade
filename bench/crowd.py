"""A crowd: as many participants as a whole contract has, with contacts and spells, made by PostgreSQL itself.

A few people are registered as an adviser registers them (`samples`), so that whatever hangs on a record is
there and truly encrypted: names, cards, keys by which they are found, jobs with the claims that follow, a
plan. Everybody else is a copy of one of them in all but what must be their own (`copying`): ids, reference,
adviser, days. So the ciphertexts of a column repeat (there are `SAMPLES` different ones), which takes nothing
from what a query has to read and decrypt. One seed, one crowd.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from bench import copying, samples
from chassis import clock
from chassis.actor import Actor
from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.testing import actors
from chassis.testing.http import client_for
from services.casework.actions import counting
from services.casework.service import Casework

SAMPLES = 200
"""People who are registered in full; the others are their copies."""
CONTACTS = 30
"""Of each person: of 100,000 that is 3 million, and 500,000 spells."""
CASELOAD = 80
"""People of one adviser."""
AT_ONCE = 5_000
"""People in one transaction."""
TODAY = date(2026, 1, 12)
FIRST = (
    "Amina",
    "Gethin",
    "Siân",
    "Walter",
    "Chidi",
    "Farah",
    "Tomasz",
    "Mina",
    "Olive",
    "Ned",
    "Priya",
    "Jo",
)
LAST = (
    "Yusuf",
    "Rees",
    "Brennan",
    "Okoro",
    "Siddiqui",
    "Zielinski",
    "Rahman",
    "Marsh",
    "Penrose",
    "Patel",
    "Ó Briain",
)


@dataclass(frozen=True)
class Crowd:
    """Who is there, and in whose organisation."""

    people: int
    seed: int = 1
    here: UUID = field(default_factory=new_id)
    adviser_id: UUID = field(default_factory=new_id)

    @property
    def adviser(self) -> Actor:
        """The adviser who registered the samples."""
        return actors.person("adviser", org=self.here, id=self.adviser_id, name="Anwen Pritchard")

    def id_of(self, number: int) -> UUID:
        """The id of one of the people: it grows with the number, as ids do with time."""
        return _id(number, f"7000-8000-{self.seed:012x}")

    def adviser_of(self, number: int) -> UUID:
        """Who looks after them: the next adviser for each caseload of so many."""
        return _id(number // CASELOAD, f"7000-9000-{self.seed:012x}")

    def name_of(self, number: int) -> str:
        """What they are called: as the sample of which they are a copy."""
        return _name(number % min(SAMPLES, self.people))

    def some(self, count: int) -> list[int]:
        """So many of them, the same each time."""
        return random.Random(self.seed).choices(range(self.people), k=count)


def fill(context: ServiceContext, crowd: Crowd, contacts: int = CONTACTS, *, derived: bool = True) -> None:
    """Put the crowd into an empty, migrated database of casework, with or without what follows from facts."""
    with clock.frozen(TODAY):
        made = [_sample(context, crowd, number) for number in range(min(SAMPLES, crowd.people))]
    for begin in range(0, crowd.people, AT_ONCE):
        with context.database.transaction() as session:
            session.execute(text("set local statement_timeout = 0"))
            end = min(begin + AT_ONCE, crowd.people)
            _copy(session, _values(crowd, made, begin, end), contacts, derived)
    _keep_counts(context)
    with context.database.transaction() as session:
        session.execute(text("set local statement_timeout = 0"))
        session.execute(text("analyze"))


def _keep_counts(context: ServiceContext) -> None:
    """What a timer of casework does."""
    done = 1
    while done:
        with context.database.transaction() as session:
            done = counting.look_anew(session)
    with context.database.transaction() as session:
        counting.put_together(session)


def _sample(context: ServiceContext, crowd: Crowd, number: int) -> UUID:
    adviser = client_for(context, Casework, crowd.adviser)
    id = samples.register(adviser, number, _name(number))
    person = client_for(context, Casework, actors.participant(person_id=id, org=crowd.here))
    samples.live(adviser, person, number, id, TODAY)
    if number == 0:
        samples.join_a_club(adviser, id)
    return id


def _id(number: int, tail: str) -> UUID:
    digits = f"{number:012x}"
    return UUID(f"{digits[:8]}-{digits[8:]}-{tail}")


def _name(number: int) -> str:
    return f"{FIRST[number % len(FIRST)]} {_letters(number)} {LAST[number // len(FIRST) % len(LAST)]}"


def _letters(number: int) -> str:
    """A third name of one's own, so that names are as different as they are among people."""
    return "".join(chr(ord("a") + number // 26**place % 26) for place in range(3)).capitalize()


def _values(crowd: Crowd, made: Sequence[UUID], begin: int, end: int) -> dict[str, Any]:
    return {
        "samples": [str(id) for id in made],
        "begin": begin,
        "end": end - 1,
        "today": TODAY,
        "tail": f"7000-8000-{crowd.seed:012x}",
        "advisers": f"7000-9000-{crowd.seed:012x}",
        "caseload": CASELOAD,
    }


def _copy(session: Session, values: dict[str, Any], contacts: int, derived: bool) -> None:
    copies = [one for one in copying.COPIES if derived or one.table not in copying.DERIVED]
    copies += [copying.contacts(contacts)] if contacts else []
    told = (copying.statement(session, one) for one in copies)
    for statement in (copying.record(session), *told, *copying.clubs(session)):
        session.execute(text(statement), values)
