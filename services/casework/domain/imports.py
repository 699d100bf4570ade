"""Bringing many people, contacts or spells in from another system: looked at row by row, then done once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from services.casework.domain.errors import Conflict, DomainError

KINDS = ("people", "contacts", "spells")
MOST_ROWS = 200_000
"""Of one import: a whole contract, twice."""


@dataclass(eq=False, kw_only=True)
class Import:
    """One file, in parts: rows come in and are looked at; once it is started they are done."""

    id: UUID
    organisation_id: UUID
    kind: str
    begun_by: UUID
    begun_by_name: str | None
    begun_at: datetime
    started_at: datetime | None = None

    def take(self, rows_so_far: int, more: int) -> None:
        """More rows come in, as long as it has not been started."""
        if self.started_at is not None:
            raise Conflict("import-started", "This import has been started: begin another for more rows.")
        if rows_so_far + more > MOST_ROWS:
            advice = {"rows": [f"Give at most {MOST_ROWS} rows in one import."]}
            raise DomainError("too-many-rows", "That is too much for one import.", advice)

    def start(self, ready: int, now: datetime) -> None:
        """Somebody has looked at what would be done, and wants it. Rows that are wrong stay behind."""
        if self.started_at is not None:
            raise Conflict("import-started", "This import has been started already.")
        if not ready:
            raise DomainError("nothing-to-import", "No row of it can be imported.")
        self.started_at = now


@dataclass(eq=False, kw_only=True)
class ImportRow:
    """One row: what it says, what is wrong with it, what came of it."""

    import_id: UUID
    number: int
    """Its place in the file, counted from 1, the heading left out."""
    organisation_id: UUID
    kind: str
    key: str
    """What the other system calls it: the same key is imported once, however often the file comes."""
    values: Mapping[str, Any]
    errors: dict[str, list[str]] = field(default_factory=dict)
    state: str = "ready"
    """ready → done | wrong; known if the key was imported before."""
    thing_id: UUID | None = None

    def done(self, thing_id: UUID) -> None:
        """It is in the records now."""
        self.state, self.thing_id = "done", thing_id

    def refuse(self, errors: Mapping[str, Sequence[str]]) -> None:
        """It cannot be taken, and why, column by column."""
        self.state, self.errors = "wrong", {name: list(advice) for name, advice in errors.items()}
