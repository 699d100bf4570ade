"""Bringing many people, contacts or spells in from another system: looked at row by row, then done once."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.casework.domain.errors import Conflict, DomainError

KINDS = ("people", "contacts", "spells")
MOST_ROWS = 200_000
"""Of one import: a whole contract, twice."""
KEPT_FOR = timedelta(days=7)
"""So long the rows of an import wait for somebody to want them. An operator's choice."""


@dataclass(eq=False, kw_only=True)
class Import:
    """One file: rows come in and are looked at; once it is started they are done."""

    id: UUID
    organisation_id: UUID
    kind: str
    begun_by: UUID
    begun_by_name: str | None
    begun_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    dropped_at: datetime | None = None

    def state(self, counts: Mapping[str, int]) -> str:
        """dropped, finished, running, reading or to-confirm: what the dated facts and the rows say."""
        if self.dropped_at is not None:
            return "dropped"
        if self.started_at is not None:
            return "finished" if self.finished_at is not None else "running"
        return "reading" if counts.get("waiting") else "to-confirm"

    def take(self, rows_so_far: int, more: int) -> None:
        """More rows come in, as long as it has not been started."""
        self._still_open("begin another for more rows.")
        if rows_so_far + more > MOST_ROWS:
            advice = {"content": [f"Give at most {MOST_ROWS} rows in one import."]}
            raise DomainError("too-many-rows", "That is too much for one import.", advice)

    def start(self, counts: Mapping[str, int], now: datetime) -> None:
        """Somebody has looked at what would be done, and wants it. Rows that are wrong stay behind."""
        self._still_open("look how far it is.")
        if counts.get("waiting"):
            raise Conflict("still-reading", "Its rows are still being looked at.")
        if not counts.get("ready"):
            raise DomainError("nothing-to-import", "No row of it can be imported.")
        self.started_at = now

    def drop(self, now: datetime) -> None:
        """Nobody wants it after all, or nobody has said so in time: what its rows say goes."""
        self._still_open("what is done is done.")
        self.dropped_at = now

    def _still_open(self, advice: str) -> None:
        if self.started_at is not None:
            raise Conflict("import-started", f"This import has been started: {advice}")
        if self.dropped_at is not None:
            raise Conflict("import-dropped", f"This import has been dropped: {advice}")


@dataclass(eq=False, kw_only=True)
class ImportLot:
    """Some rows of a file that nobody has looked at yet, as they stand in it."""

    import_id: UUID
    first: int
    """The number of its first row."""
    organisation_id: UUID
    count: int
    cells: Mapping[str, Any]
    """The heading, and the cells of each row."""


@dataclass(eq=False, kw_only=True)
class ImportRow:
    """One row: what it says while it waits, what is wrong with it, what came of it."""

    import_id: UUID
    number: int
    """Its place in the file, counted from 1, the heading left out."""
    organisation_id: UUID
    kind: str
    key: str | None
    """What the other system calls it: the same key is imported once, however often the file comes."""
    values: Mapping[str, Any] | None
    errors: dict[str, list[str]] = field(default_factory=dict)
    state: str = "ready"
    """ready → done | wrong | dropped; known if the key was imported before."""
    thing_id: UUID | None = None
    about_id: UUID | None = None
    """Whose record it is about, if that is known while it waits: an erasure reaches it so."""

    def done(self, thing_id: UUID) -> None:
        """It is in the records now, and nowhere else."""
        self._settle("done", thing_id)

    def known(self, thing_id: UUID) -> None:
        """It was imported before."""
        self._settle("known", thing_id)

    def refuse(self, errors: Mapping[str, Sequence[str]]) -> None:
        """It cannot be taken, and why, column by column. What it says is not kept."""
        self._settle("wrong", None)
        self.errors = {name: list(advice) for name, advice in errors.items()}

    def _settle(self, state: str, thing_id: UUID | None) -> None:
        self.state, self.thing_id = state, thing_id
        self.key = self.values = self.about_id = None


def key_of(values: Mapping[str, str]) -> str:
    """What a row is known by: its key, else all that it says, so that the same row is once the same."""
    if key := values.get("key", "").strip():
        return key
    said = json.dumps({name: value for name, value in sorted(values.items()) if value})
    return f"row:{hashlib.sha256(said.encode()).hexdigest()}"
