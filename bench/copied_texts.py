"""`copies_precision`, `copies_recall` and `copies_check_ms_at_100k`: letters that are alike.

The first two on labelled pairs that `letters.py` makes up, by the rules that are in force, through signatures
and buckets as in the service. The third is what it takes to compare one letter with a hundred thousand that
are kept: cutting, signing, looking up and comparing, the median and the slowest of twenty.
"""

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from secrets import token_bytes
from statistics import median
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import create_engine, insert, text
from sqlalchemy.orm import Session

from bench.instances import home
from bench.letters import Letter, letter, pairs, templated
from bench.results import Figure, circumstances
from bench.sizes import Size
from chassis import clock
from chassis.store.columns import ColumnKeys, register
from chassis.store.embedded import EmbeddedServer
from services.casework import reference
from services.casework.actions import likeness as looking
from services.casework.actions import signatures
from services.casework.domain.copies import Cut, Draft, Own, alike_from, likeness
from services.casework.store import copies
from services.casework.store.columns import SERVICE

FIGURES = ("copies_precision", "copies_recall", "copies_check_ms_at_100k")
PRECISION, RECALL, MILLISECONDS = 0.95, 0.9, 250.0
SEED = 20250303
CHECKS = 20
BATCH = 1000
TABLES = (copies.sent_text, copies.sent_text_band, copies.clause_use, copies.given_text)
BESIDE = text("create table text_author (number bigint primary key, participant_id uuid)")
BANDS = text(
    "insert into sent_text_band (bucket, number)"
    " select distinct * from unnest(cast(:buckets as bigint[]), cast(:numbers as bigint[]))"
)


def measure(size: Size) -> Iterator[Figure]:
    """The quality on pairs, then the cost beside many."""
    register(SERVICE, ColumnKeys(MultiFernet([Fernet(Fernet.generate_key())]), token_bytes(32)))
    yield from quality(size.people // 500)
    yield cost(size.texts)


def quality(each: int) -> list[Figure]:
    """Of what was called a copy, how much was one; of the copies, how many were found."""
    where, rng = circumstances(), random.Random(SEED)
    judge, found = Judge(templated(rng, 40)), Counter[tuple[str, bool, bool]]()
    for pair in pairs(rng, max(each, 1)):
        found[pair.kind, pair.is_copy, judge.finds(pair.one, pair.other)] += 1
    by_kind = {kind: _share(found, kind) for kind in dict.fromkeys(kind for kind, _copy, _found in found)}
    right = sum(count for (_kind, copy, called), count in found.items() if copy and called)
    called = sum(count for (_kind, _copy, called), count in found.items() if called)
    real = sum(count for (_kind, copy, _called), count in found.items() if copy)
    raw = {"unit": "share", "pairs": found.total(), "called a copy": by_kind, "run": where}
    precision, recall = right / max(called, 1), right / max(real, 1)
    return [
        Figure("copies_precision", round(precision, 4), PRECISION, raw, at_least=True),
        Figure("copies_recall", round(recall, 4), RECALL, raw, at_least=True),
    ]


class Judge:
    """Says of two letters whether they are alike, once many people have sent letters on one template."""

    def __init__(self, sent: Sequence[Letter]) -> None:
        self.rules = reference.copy_rules(clock.today())
        self.cut = Cut(self.rules, looking._words)
        authors: Counter[int] = Counter()
        for one in sent:
            authors.update(self.cut.clauses(draft(one)))
        self._common = {clause for clause, people in authors.items() if people >= self.rules.people}

    def own(self, of: Letter) -> Own:
        """What its writer wrote themselves."""
        return self.cut.own(draft(of), self._common)

    def finds(self, one: Letter, other: Letter) -> bool:
        """They share a bucket, and they are alike."""
        mine, theirs = self.own(one).shingles, self.own(other).shingles
        sides = [set(signatures.buckets(signatures.sign(side))) for side in (mine, theirs)]
        vacancies = [looking.vacancy_of(writing(each)) for each in (one, other)]
        enough = likeness(mine, theirs) >= alike_from(self.rules, vacancies[0], vacancies[1])
        return bool(sides[0] & sides[1]) and enough and len(mine) >= self.rules.least


def cost(texts: int) -> Figure:
    """Milliseconds to compare one letter with so many; one in two is a copy of one of them."""
    where, rng = circumstances(), random.Random(SEED)
    with home() as folder, database(folder) as session:
        kept = fill(session, rng, texts)
        person: Any = SimpleNamespace(id=uuid4(), organisation_id=uuid4(), full_name="A B", called="A")
        asked = [writing(kept[n % len(kept)] if n % 2 else letter(rng)) for n in range(CHECKS + 1)]
        times = [_timed(session, person, one) for one in asked][1:]
        raw = {
            "unit": "ms",
            "texts": texts,
            "slowest": max(ms for ms, _alike in times),
            "copies found": sum(alike for _ms, alike in times),
            "bytes": session.scalar(text("select pg_database_size(current_database())")),
            "run": where,
        }
    return Figure(FIGURES[2], round(median(ms for ms, _alike in times), 1), MILLISECONDS, raw)


@contextmanager
def database(folder: Any) -> Iterator[Session]:
    """The tables of texts in a server of their own."""
    server = EmbeddedServer(folder, durable=False)
    server.start()
    engine = create_engine(server.url(SERVICE))
    try:
        with Session(engine) as session:
            copies.metadata.create_all(engine, tables=list(TABLES))
            session.execute(BESIDE)
            yield session
    finally:
        engine.dispose()
        server.stop()


def fill(session: Session, rng: random.Random, texts: int) -> list[Letter]:
    """So many letters are kept, each of another author; some of them are answered."""
    cut, sample = Cut(reference.copy_rules(clock.today()), looking._words), []
    for first in range(0, texts, BATCH):
        batch = [letter(rng) for _ in range(min(BATCH, texts - first))]
        keep(session, cut, batch, first)
        sample.append(batch[0])
    session.commit()
    # As the server's own housekeeping does it within minutes of so many new rows.
    with session.get_bind().engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum (analyze)"))
    return sample


def keep(session: Session, cut: Cut, batch: Sequence[Letter], first: int) -> None:
    """A batch as it would stand there, had each been sent."""
    rows, buckets, numbers = [], [], []
    for number, one in enumerate(batch, first + 1):
        own = cut.own(draft(one)).shingles
        signature = signatures.sign(own)
        vacancy = looking.vacancy_of(writing(one)) or (0, 0)
        rows.append(
            {
                "number": number,
                "author": number,
                "vacancy": vacancy[0],
                "job": vacancy[1],
                "kind": "letter",
                "scheme": signatures.SCHEME,
                "signature": signature,
                "shingles": signatures.packed(own),
                "sent_on": clock.today(),
            }
        )
        found = signatures.buckets(signature)
        buckets += found
        numbers += [number] * len(found)
    session.execute(insert(copies.sent_text), rows)
    session.execute(BANDS, {"buckets": buckets, "numbers": numbers})


def draft(of: Letter) -> Draft:
    """A letter with what is known of its writer."""
    return Draft(of.text, of.name, of.title, of.employer, of.advert)


def writing(of: Letter) -> looking.Writing:
    """A letter as it is handed in."""
    return looking.Writing(
        kind="letter", text=of.text, title=of.title, employer=of.employer, advert=of.advert
    )


def _timed(session: Session, person: Any, one: looking.Writing) -> tuple[float, bool]:
    began = time.perf_counter()
    looked = looking.look(session, person, one)
    return round((time.perf_counter() - began) * 1000, 1), looked.is_alike


def _share(found: Counter[tuple[str, bool, bool]], kind: str) -> float:
    called = sum(count for (one, _copy, called), count in found.items() if one == kind and called)
    total = sum(count for (one, _copy, _called), count in found.items() if one == kind)
    return round(called / total, 3)
