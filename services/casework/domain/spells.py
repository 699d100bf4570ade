"""Spells: stretches of work, self-employment or benefit. The facts on which milestones and claims stand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from services.casework.domain.dates import not_in_future
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.happened import Happened

EMPLOYMENT = "employment"
SELF_EMPLOYMENT = "self-employment"
WORK = (EMPLOYMENT, SELF_EMPLOYMENT)
BENEFIT = "benefit"
KINDS = (*WORK, BENEFIT)


@dataclass(eq=False)
class SpellChange:
    """What somebody told us about a spell, and when: the first account of it, its end, or a correction."""

    id: UUID
    what: str
    started_on: date
    ended_on: date | None
    by: UUID | None
    at: datetime
    reason: str | None = None


@dataclass(frozen=True)
class Told:
    """Who tells us, when, and with what id the account is kept."""

    id: UUID
    by: UUID | None
    at: datetime
    today: date


@dataclass(eq=False)
class Spell:
    """One job or one benefit, from its first day to its last, both counted; no last day while it goes on."""

    id: UUID
    participant_id: UUID
    kind: str
    started_on: date
    ended_on: date | None = None
    employer: str | None = None
    job_title: str | None = None
    hours_per_week: int | None = None
    benefit: str | None = None
    evidence: str | None = None
    voided: bool = False
    changes: list[SpellChange] = field(default_factory=list)

    @property
    def is_work(self) -> bool:
        """Whether it counts towards weeks in work."""
        return self.kind in WORK

    @property
    def state(self) -> str:
        """`current`, `ended`, or `voided` where it turned out never to have been."""
        if self.voided:
            return "voided"
        return "current" if self.ended_on is None else "ended"

    @property
    def days(self) -> tuple[date, date | None]:
        """First and last day."""
        return self.started_on, self.ended_on

    def start(self, told: Told) -> list[Happened]:
        """The spell is recorded, with its end if that is known already."""
        if self.kind not in KINDS:
            raise DomainError(
                "unknown-kind", f"{self.kind} is no kind of spell.", {"kind": ["Choose one of the list."]}
            )
        self._check(self.started_on, self.ended_on, told.today)
        self._note("started", told)
        ended = [self._happened("spell.ended", self.ended_on)] if self.ended_on else []
        return self._said(self._happened("spell.started", self.started_on), *ended)

    def end(self, ended_on: date, told: Told, reason: str | None = None) -> list[Happened]:
        """The last day of it is known."""
        self._refuse_voided()
        if self.ended_on is not None:
            raise Conflict("already-ended", "This spell has an end date already. Correct it instead.")
        self._check(self.started_on, ended_on, told.today)
        self.ended_on = ended_on
        self._note("ended", told, reason)
        return self._said(self._happened("spell.ended", ended_on))

    def correct(self, started_on: date, ended_on: date | None, told: Told, reason: str) -> list[Happened]:
        """What we were told was wrong: these are its days (no end date: it goes on)."""
        self._refuse_voided()
        self._check(started_on, ended_on, told.today)
        self.started_on, self.ended_on = started_on, ended_on
        self._note("corrected", told, reason)
        return self._said(self._happened("spell.corrected", started_on, ended_on=ended_on, voided=False))

    def void(self, told: Told, reason: str) -> list[Happened]:
        """It never was: entered for the wrong person, or a job that did not begin."""
        self._refuse_voided()
        self.voided = True
        self._note("voided", told, reason)
        return self._said(
            self._happened("spell.corrected", self.started_on, ended_on=self.ended_on, voided=True)
        )

    def _check(self, started_on: date, ended_on: date | None, today: date) -> None:
        not_in_future(started_on, today, "started_on")
        if ended_on is None:
            return
        not_in_future(ended_on, today, "ended_on")
        if ended_on < started_on:
            advice = {"ended_on": ["Give the last day, on or after the first."]}
            raise DomainError("ends-before-start", "The last day is before the first.", advice)

    def _refuse_voided(self) -> None:
        if self.voided:
            raise Conflict("spell-voided", "This spell was taken back. Record it again if it did happen.")

    def _note(self, what: str, told: Told, reason: str | None = None) -> None:
        self.changes.append(
            SpellChange(told.id, what, self.started_on, self.ended_on, told.by, told.at, reason)
        )

    def _happened(self, name: str, occurred_on: date | None, **rest: object) -> Happened:
        data = {"participant_id": self.participant_id, "kind": self.kind, "occurred_on": occurred_on, **rest}
        return Happened(name, self.id, data)

    def _said(self, *happened: Happened) -> list[Happened]:
        """Nothing is said about benefit: that somebody draws it is nobody else's business."""
        return list(happened) if self.is_work else []


def in_work(spells: Iterable[Spell]) -> list[tuple[date, date | None]]:
    """The days of the jobs that stand."""
    return [spell.days for spell in spells if spell.is_work and not spell.voided]


def in_own_work(spells: Iterable[Spell]) -> list[tuple[date, date | None]]:
    """The days in self-employment that stand."""
    return [spell.days for spell in spells if spell.kind == SELF_EMPLOYMENT and not spell.voided]


def on_benefit(spells: Iterable[Spell]) -> list[tuple[date, date | None]]:
    """The days on benefit that stand."""
    return [spell.days for spell in spells if not spell.is_work and not spell.voided]


def without_work_since(told: date | None, jobs: Iterable[tuple[date, date | None]], on: date) -> date | None:
    """The first day of the time without work that still goes on; None in work, or where it was never told.

    `told` is what the person said at registration; a job (its first and last day: `in_work`) that ended since
    begins the count anew.
    """
    ended = [last for first, last in jobs if first <= on]
    if any(last is None or last >= on for last in ended):
        return None
    ends = [last + timedelta(days=1) for last in ended if last is not None]
    return max([told, *ends] if told else ends, default=None)
