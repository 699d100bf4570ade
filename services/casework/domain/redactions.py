"""What is left out of a copy, entry by entry, for it is not the person's own to have; and the reason."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

WHOLE = ""
"""The field of a redaction that leaves out a whole entry."""

Tables = Mapping[str, list[dict[str, Any]]]
"""What one service holds, by table, row by row."""
Keyed = Mapping[str, Mapping[str, Mapping[str, Mapping[str, Any]]]]
"""What is held, by service and table, each row under what it is known by."""


@dataclass(frozen=True)
class Entry:
    """One entry of a copy, or one field of it."""

    service: str
    table: str
    row: str
    """By what the row is known in its table."""
    field: str = WHOLE


@dataclass(eq=False, kw_only=True)
class Redaction:
    """One entry that the person does not get; that it was left out and why, they read in its place."""

    id: UUID
    request_id: UUID
    participant_id: UUID
    service: str
    table_name: str
    row_key: str
    field: str
    reason: str
    decided_at: datetime
    decided_by: UUID
    decided_by_name: str | None

    @property
    def entry(self) -> Entry:
        """What it leaves out."""
        return Entry(self.service, self.table_name, self.row_key, self.field)


def entries(keyed: Keyed) -> set[Entry]:
    """Every entry of a copy, and every field of each: what can be left out."""
    found: set[Entry] = set()
    for service, tables in keyed.items():
        for table, rows in tables.items():
            for key, row in rows.items():
                found |= {Entry(service, table, key, field) for field in (WHOLE, *row)}
    return found


def unknown(asked: Collection[Entry], known: Collection[Entry]) -> list[Entry]:
    """Those of which the copy holds nothing."""
    return [entry for entry in asked if entry not in known]


def given(keyed: Keyed, left_out: Mapping[Entry, str]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """What is held as the person gets it: in place of each entry that is left out stands the reason."""
    return {
        service: {
            table: [_row(row, Entry(service, table, key), left_out) for key, row in rows.items()]
            for table, rows in tables.items()
        }
        for service, tables in keyed.items()
    }


def _row(row: Mapping[str, Any], entry: Entry, left_out: Mapping[Entry, str]) -> dict[str, Any]:
    if (reason := left_out.get(entry)) is not None:
        return {"left_out": reason}
    whys = {field: left_out.get(Entry(entry.service, entry.table, entry.row, field)) for field in row}
    return {field: {"left_out": why} if (why := whys[field]) else value for field, value in row.items()}
