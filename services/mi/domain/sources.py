"""Sources: what is kept of each event. What is not declared here is not kept at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

SUBJECT = "subject"
KINDS = ("text", "integer", "boolean", "date", "uuid", "texts")
OPTIONAL = "optional "


@dataclass(frozen=True)
class Kept:
    """A field of an event that is kept."""

    name: str
    kind: str
    required: bool
    sealed: bool
    """It was sealed to us, so it goes again when the person is erased; except money, which says nothing."""


@dataclass(frozen=True)
class Source:
    """An event that becomes a fact, and which of its fields the fact keeps."""

    event: str
    """Its name without version: `casework.participant.registered`."""
    type: str
    person: str | None = None
    """The field with the pseudonymous id of the person, or `subject`."""
    organisation: str | None = None
    provider: str | None = None
    """The field with the organisation that helps, where that is another."""
    on: str = "occurred_on"
    kind: str | None = None
    """The kind of record that it is about, where that can go alone: casework's code."""
    kept: tuple[Kept, ...] = field(default=())

    def says(self, dimension: str) -> bool:
        """Whether the fact says something of this dimension by itself."""
        columns = {"organisation": self.organisation, "provider": self.provider}
        return columns.get(dimension) is not None or any(kept.name == dimension for kept in self.kept)

    @cached_property
    def keeps_amount(self) -> bool:
        """Whether it is about money."""
        return any(kept.name == "amount_pence" for kept in self.kept)

    @property
    def sensitive(self) -> tuple[str, ...]:
        """The fields that erasure takes out."""
        return tuple(kept.name for kept in self.kept if kept.sealed and kept.name != "amount_pence")


def source(entry: Mapping[str, Any]) -> Source:
    """A source from its entry in the reference data; a mistake there stops the start."""
    names = ("person", "organisation", "provider", "on", "kind")
    plain = {name: entry[name] for name in names if name in entry}
    keeps = [*_kept(entry.get("keeps", {}), sealed=False), *_kept(entry.get("opens", {}), sealed=True)]
    event = entry["event"]
    return Source(
        event=event, type=f"workstead.{event}.v{entry.get('version', 1)}", kept=tuple(keeps), **plain
    )


def _kept(entries: Mapping[str, str], *, sealed: bool) -> list[Kept]:
    found = [
        Kept(name, kind.removeprefix(OPTIONAL), not kind.startswith(OPTIONAL), sealed)
        for name, kind in entries.items()
    ]
    if wrong := [kept for kept in found if kept.kind not in KINDS]:
        raise ValueError(f"No such kinds of field: {wrong}.")
    return found
