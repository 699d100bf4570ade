"""A crowd: as many participants as a whole contract has, with contacts and spells, made by PostgreSQL itself.

A few people are registered as an adviser registers them, so that whatever hangs on a record is there and
truly encrypted: names, cards, keys by which they are found. Everybody else is a copy of one of them in all
but what must be their own: ids, reference, adviser, days. So the ciphertexts of a column repeat (there are
`SAMPLES` different ones), which takes nothing from what a query has to read and decrypt. One seed, one crowd.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from bench.processes import Failed
from chassis import clock
from chassis.actor import Actor
from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.testing import actors
from chassis.testing.http import client_for
from services.casework.service import Casework

SAMPLES = 200
"""People who are registered in full; the others are their copies."""
CONTACTS, SPELLS = 30, 5
"""Of each person: of 100,000 that is 3 million contacts and 500,000 spells."""
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
COPIED = ("participant_party", "lawful_basis", "participant_name_word", "participant_name_key", "derivation")
"""What of a sample every copy has too."""
OWN = {
    "participant": {
        "id": "{id}",
        "reference": "'P-' || lpad(n::text, 8, '0')",
        "national_insurance_number": "null",
        "national_insurance_index": "null",
        "adviser_id": "{adviser}",
        "registered_on": "cast(:today as date) - (n % 700)::int",
        "allocated_on": "cast(:today as date) - (n % 700)::int",
    },
    "participant_party": {"id": "{row}", "from_on": "cast(:today as date) - (n % 700)::int"},
    "lawful_basis": {"id": "{row}"},
}


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


def fill(context: ServiceContext, crowd: Crowd) -> None:
    """Put the crowd into an empty, migrated database of casework."""
    with clock.frozen(TODAY):
        samples = [_register(context, crowd, number) for number in range(min(SAMPLES, crowd.people))]
    for begin in range(0, crowd.people, AT_ONCE):
        with context.database.transaction() as session:
            session.execute(text("set local statement_timeout = 0"))
            _copy(session, crowd, samples, begin, min(begin + AT_ONCE, crowd.people))
    with context.database.transaction() as session:
        session.execute(text("analyze"))


def _register(context: ServiceContext, crowd: Crowd, number: int) -> UUID:
    contact = {"channel": "letter", "language": "en", "address_lines": [f"{number} Harbour Row"]}
    told = {
        "full_name": _name(number),
        "date_of_birth": f"{1960 + number % 45}-{number % 12 + 1:02}-{number % 28 + 1:02}",
        "contact": contact | {"postcode": "ZZ1 1AA"},
        "heard_of": "library",
        "out_of_work_since": "2024-08-05",
        "lawful_bases": [{"purpose": "support", "basis": "public-task", "source": "Contract"}],
        "different_person": True,
    }
    client = client_for(context, Casework, crowd.adviser)
    answer = client.post("/participants", told)
    if answer.status_code != 201 or answer.json is None:
        raise Failed(f"Nobody could be registered: {answer.text}")
    at, person = f"/participants/{answer.json['id']}", answer.json["id"]
    client.post(f"{at}/contacts", {"channel": "phone", "direction": "out", "summary": "About the bus pass"})
    client.post(
        f"{at}/spells", {"kind": "employment", "started_on": "2025-06-02", "employer": "Harbour Foods"}
    )
    return UUID(person)


def _id(number: int, tail: str) -> UUID:
    digits = f"{number:012x}"
    return UUID(f"{digits[:8]}-{digits[8:]}-{tail}")


def _name(number: int) -> str:
    return f"{FIRST[number % len(FIRST)]} {_letters(number)} {LAST[number // len(FIRST) % len(LAST)]}"


def _letters(number: int) -> str:
    """A third name of one's own, so that names are as different as they are among people."""
    return "".join(chr(ord("a") + number // 26**place % 26) for place in range(3)).capitalize()


def _copy(session: Session, crowd: Crowd, samples: Sequence[UUID], begin: int, end: int) -> None:
    values = {
        "samples": [str(id) for id in samples],
        "begin": begin,
        "end": end - 1,
        "today": TODAY,
        "tail": f"7000-8000-{crowd.seed:012x}",
        "advisers": f"7000-9000-{crowd.seed:012x}",
        "caseload": CASELOAD,
    }
    for table in ("participant", *COPIED):
        session.execute(text(_copies_of(session, table)), values)
    for table, each, own in _MANY:
        session.execute(text(_copies_of(session, table, each, own)), values)


_ID = "cast(regexp_replace(lpad(to_hex({0}), 12, '0'), '^(.{{8}})', '\\1-') || '-' || {1} as uuid)"
_PERSON = _ID.format("n", ":tail")
_ADVISER = _ID.format("n / :caseload", ":advisers")
_ROW = "cast(md5(:tail || '{table}' || n || '-' || m) as uuid)"
_MANY = (
    (
        "contact",
        CONTACTS,
        {
            "call_id": "null",
            "appointment_id": "null",
            "occurred_at": "cast(:today as timestamptz)"
            " - make_interval(days => (n % 97 + m * 17)::int, mins => m)",
        },
    ),
    (
        "spell",
        SPELLS,
        {
            "started_on": "cast(:today as date) - (900 - m * 150)::int",
            "ended_on": "cast(:today as date) - (880 - m * 150)::int",
        },
    ),
)


def _copies_of(session: Session, table: str, each: int = 1, own: dict[str, str] | None = None) -> str:
    """The statement that copies what a sample has in a table to those who are its copies."""
    named = text("select column_name from information_schema.columns where table_name = :table")
    columns = session.scalars(named, {"table": table}).all()
    key = "id" if table == "participant" else "participant_id"
    mine = {key: "{id}"} | ({} if own is None else {"id": "{row}"}) | OWN.get(table, {}) | (own or {})
    row = _ROW.replace("{table}", table)
    values = [mine.get(name, f"s.{name}").format(id=_PERSON, adviser=_ADVISER, row=row) for name in columns]
    sample = "(cast(:samples as uuid[]))[n % cardinality(cast(:samples as uuid[])) + 1]"
    return (
        f"insert into {table} ({', '.join(columns)}) select {', '.join(values)}"
        f" from generate_series(cast(:begin as bigint), :end) n"
        f" cross join generate_series(1, {each}) m join {table} s on s.{key} = {sample}"
    )
