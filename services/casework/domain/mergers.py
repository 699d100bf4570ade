"""Two records of one person become one; and two again, if that was a mistake.

Nothing is lost: what was recorded about the one goes over to the other, and which facts went is remembered,
so that they come back. The merged record stays, says which one took its place, and takes nothing new.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.happened import Happened
from services.casework.domain.participants import Participant

FILLED = ("date_of_birth", "national_insurance_number", "out_of_work_since")
"""What the surviving record takes over where it says nothing itself."""


@dataclass(eq=False, kw_only=True)
class Merger:
    """One record was merged into another, by whom, when and why."""

    id: UUID
    merged_id: UUID
    survivor_id: UUID
    organisation_id: UUID
    reason: str
    occurred_on: date
    recorded_at: datetime
    recorded_by: UUID
    filled: Mapping[str, Any]
    """What the survivor took over, as text, to be taken away again."""
    undone_on: date | None = None
    undone_at: datetime | None = None
    undone_by: UUID | None = None
    closed_account_id: UUID | None = None
    """The account of the merged record, where the survivor has one of its own."""
    account_reopened_on: date | None = None

    @property
    def account(self) -> str | None:
        """What became of the merged record's own account: closed, reopened, or it could not be."""
        if self.closed_account_id is None:
            return None
        if self.undone_on is None:
            return "closed"
        return "not-reopened" if self.account_reopened_on is None else "reopened"

    def made(self) -> list[Happened]:
        """Whoever holds something about the merged record can follow it to the survivor."""
        return [Happened("participant.merged", self.merged_id, self._facts() | {"into": self.survivor_id})]

    def close_account(self, merged: Participant) -> list[Happened]:
        """Of two accounts the survivor's stays: the other one is closed, and the person told."""
        if merged.account_id is None:
            return []
        self.closed_account_id = merged.account_id
        merged.account_id = merged.linked_on = None
        facts = self._facts() | {"account_id": self.closed_account_id, "into": self.survivor_id}
        return [Happened("participant.account-closed", self.merged_id, facts)]

    def reopen_account(self, merged: Participant) -> list[Happened]:
        """The account that was closed is the way in to the record again."""
        if self.closed_account_id is None or self.undone_on is None:
            return []
        self.account_reopened_on = self.undone_on
        merged.link(self.closed_account_id, self.undone_on)
        facts = self._facts() | {"occurred_on": self.undone_on, "account_id": self.closed_account_id}
        return [Happened("participant.account-reopened", self.merged_id, facts)]

    def undo(self, survivor: Participant, merged: Participant, *, by: UUID, at: datetime, on: date) -> None:
        """They are two people after all. What was recorded since stays with the survivor."""
        if self.undone_at is not None or merged.merged_into != self.survivor_id:
            raise Conflict("undone-already", "These records are apart already.")
        if survivor.merged_into is not None:
            raise Conflict("merged-since", "The other record was merged itself since: undo that first.")
        for name in FILLED:
            if name in self.filled and _as_text(getattr(survivor, name)) == self.filled[name]:
                setattr(survivor, name, None)
        merged.merged_into = None
        self.undone_on, self.undone_at, self.undone_by = on, at, by

    def unmade(self) -> list[Happened]:
        """The merged record is one of its own again."""
        facts = self._facts() | {"occurred_on": self.undone_on, "out_of": self.survivor_id}
        return [Happened("participant.unmerged", self.merged_id, facts)]

    def _facts(self) -> dict[str, Any]:
        return {"organisation_id": self.organisation_id, "occurred_on": self.occurred_on}


def check(merged: Participant, survivor: Participant) -> None:
    """Whether these two can be merged this way round; a refusal says what to do instead."""
    if merged.id == survivor.id:
        raise _refusal("same-record", "This is the same record.", "Choose the other record.")
    if merged.merged_into is not None or survivor.merged_into is not None:
        raise Conflict("merged-already", "One of these records has been merged already.")
    if merged.organisation_id != survivor.organisation_id:
        detail = "Different organisations answer for these records."
        raise _refusal("other-controller", detail, "Agree with the other organisation who keeps the record.")
    if merged.has_account and not survivor.has_account:
        detail = "The person signs in to this record."
        raise _refusal("has-account", detail, "Merge the other record into this one.")


def join(merged: Participant, survivor: Participant) -> dict[str, str]:
    """The merged record points to the survivor, which takes over what it does not say itself."""
    filled = {}
    for name in FILLED:
        value = getattr(merged, name)
        if value is not None and getattr(survivor, name) is None:
            setattr(survivor, name, value)
            filled[name] = _as_text(value)
    merged.merged_into = survivor.id
    return filled


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)


def _refusal(code: str, detail: str, advice: str) -> DomainError:
    return DomainError(code, detail, {"into": [advice]})
