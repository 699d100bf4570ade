"""Not having come, more than once and for no known good reason, asks for a word, and for nothing else.

A follow-up is a task of the adviser. Nothing here takes anything away from anybody, and no message is sent.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.casework.domain.appointment_rules import AbsenceRule
from services.casework.domain.codes import known
from services.casework.domain.errors import Conflict

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Absence:
    """Somebody was expected and did not come."""

    id: UUID
    on: date
    acceptability: str | None

    def counts(self, rule: AbsenceRule) -> bool:
        """Whether it counts; one of which nobody said anything is not known."""
        return (self.acceptability or UNKNOWN) in rule.counts


@dataclass(eq=False)
class FollowUp:
    """An adviser is asked to have a word: how are things, what would make it easier to come?"""

    id: UUID
    participant_id: UUID
    organisation_id: UUID
    adviser_id: UUID | None
    rules_version: str
    absences: list[UUID]
    raised_on: date
    due_on: date
    closed_at: datetime | None = None
    closed_by: UUID | None = None
    closed_by_name: str | None = None
    outcome: str | None = None
    note: str | None = None
    withdrawn_at: datetime | None = None
    """When an absence of it turned out to have been none; nobody need have a word any more."""

    def withdraw(self, by: UUID, name: str | None, now: datetime) -> None:
        """What it rested on was wrong, or the reason was a good one: it is off the list."""
        self.closed_at, self.closed_by, self.closed_by_name = now, by, name
        self.withdrawn_at = now

    def close(
        self,
        outcome: str,
        allowed: Collection[str],
        note: str | None,
        by: UUID,
        name: str | None,
        now: datetime,
    ) -> None:
        """What came of it, in the words of one list; none of them is a penalty."""
        known(outcome, allowed, "outcome")
        if self.closed_at is not None:
            raise Conflict("follow-up-closed", "Somebody has seen to this already.")
        self.outcome, self.note = outcome, note
        self.closed_at, self.closed_by, self.closed_by_name = now, by, name


def asks_for_a_word(
    absences: Iterable[Absence], followed_up: Collection[UUID], rule: AbsenceRule, on: date
) -> list[Absence]:
    """Those absences, the earliest first, that together ask for a follow-up on that day; none if too few do.

    What has led to a follow-up before counts no more.
    """
    since = on - rule.within
    counting = [
        each
        for each in absences
        if each.counts(rule) and since < each.on <= on and each.id not in followed_up
    ]
    return _in_order(counting) if len(counting) >= rule.times else []


def _in_order(absences: Sequence[Absence]) -> list[Absence]:
    return sorted(absences, key=lambda each: (each.on, each.id))
