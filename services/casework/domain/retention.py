"""How long each kind of record is kept, and what becomes of it when a person is erased."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from services.casework.domain.deadlines import plus_months

Fate = Literal["delete", "strip", "keep"]
"""Its rows go; or they stay without a word that could say who it was; or they stay as they are."""
FATES = frozenset({"delete", "strip", "keep"})


@dataclass(frozen=True)
class Kind:
    """One kind of record: the tables it is in, what becomes of them, and for how long they are kept first."""

    code: str
    tables: tuple[str, ...]
    fate: Fate
    months: int = 0
    """So many months it is kept after the last payment for the person; none, if it need not be."""
    untouched: int = 0
    """So many months after anybody last touched the record it is proposed to go; none, if it never is."""


RECORD = "identity"
"""The kind whose period is that of the record as a whole."""


@dataclass(frozen=True)
class Outcome:
    """What would become of one kind of a person's records, on a day."""

    kind: str
    rows: int
    fate: Fate
    until: date | None = None
    """The day on which its turn comes; None if that is now."""

    def as_plain(self) -> dict[str, object]:
        """As JSON."""
        until = None if self.until is None else self.until.isoformat()
        return {"kind": self.kind, "rows": self.rows, "fate": self.fate, "until": until}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Outcome":
        """What `as_plain` wrote."""
        until = None if plain["until"] is None else date.fromisoformat(plain["until"])
        return cls(plain["kind"], plain["rows"], plain["fate"], until)


def kept_until(kind: Kind, last_paid: date | None) -> date | None:
    """The first day on which this kind need not be kept any more; None if nothing keeps it."""
    if not kind.months or last_paid is None:
        return None
    return plus_months(last_paid, kind.months)


def forecast(
    kinds: Sequence[Kind], rows: Mapping[str, int], last_paid: date | None, today: date
) -> list[Outcome]:
    """What an erasure would do on that day, kind by kind; kinds of which nothing is there are left out."""
    outcomes = []
    for kind in kinds:
        count = sum(rows.get(table, 0) for table in kind.tables)
        until = kept_until(kind, last_paid)
        if count:
            outcomes.append(Outcome(kind.code, count, kind.fate, until if until and until > today else None))
    return outcomes


def untouched_for(kinds: Sequence[Kind], since: date, today: date) -> list[str]:
    """The kinds that are due, where nobody has touched the record since that day. Of those that do not go by
    themselves, none is: they go with the whole record, of which `RECORD` is the sign.
    """
    return [
        kind.code
        for kind in kinds
        if kind.untouched
        and (kind.fate == "delete" or kind.code == RECORD)
        and plus_months(since, kind.untouched) <= today
    ]


def shortest(kinds: Sequence[Kind]) -> int:
    """After so many months something of an untouched record may be due."""
    return min(kind.untouched for kind in kinds if kind.untouched)


@dataclass(frozen=True)
class Total:
    """How much of one kind would go, of how many people."""

    kind: str
    people: int
    rows: int


def totals(records: Iterable[Sequence[Outcome]]) -> list[Total]:
    """What would go now of all these records together, kind by kind; what stays is left out."""
    going = [one for record in records for one in record if one.fate != "keep" and one.until is None]
    kinds = dict.fromkeys(one.kind for one in going)
    each = {kind: [one.rows for one in going if one.kind == kind] for kind in kinds}
    return [Total(kind, len(rows), sum(rows)) for kind, rows in each.items()]


def without_rule(kinds: Sequence[Kind], tables: Sequence[str]) -> list[str]:
    """The tables of which no kind says what becomes of them."""
    ruled = {table for kind in kinds for table in kind.tables}
    return [table for table in tables if table not in ruled]
