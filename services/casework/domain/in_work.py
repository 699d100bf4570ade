"""Staying in work: one question now and then after a job has begun, and a warning when nobody answers.

waiting → well | help | left
   └→ (so many in a row unanswered) quiet
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from services.casework.domain.codes import known
from services.casework.domain.dates import not_in_future
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.happened import Happened
from services.casework.domain.spells import Spell

HELP, QUIET, LEFT, WAITING, WELL, STOPPED = "help", "quiet", "left", "waiting", "well", "stopped"
STATES = (HELP, QUIET, LEFT, WAITING, WELL, STOPPED)
"""Those who need somebody come first."""
ANSWERS = {"well": WELL, "not-so-well": HELP, "ring-me": HELP, "left": LEFT}
"""What an answer makes of how it stands."""


@dataclass(frozen=True, kw_only=True)
class InWorkRules:
    """When to ask, how long to wait, and when silence is a warning."""

    version: str
    ask_after: tuple[int, ...]
    wait: int
    unanswered: int
    ring_within: int
    words: Mapping[str, tuple[str, ...]]
    scripts: Mapping[str, Mapping[str, str]]

    def meaning(self, text: str) -> str | None:
        """What a text that came back means, by its first word; None where nobody can tell."""
        first = next(iter(text.casefold().replace(",", " ").replace(".", " ").split()), "")
        return next((answer for answer, words in self.words.items() if first in words), None)

    def next_after(self, started_on: date, day: date) -> date | None:
        """The next day after that one on which to ask; None once there is no more."""
        days = (started_on + timedelta(days=after) for after in self.ask_after)
        return next((one for one in days if one > day), None)


@dataclass(eq=False)
class InWorkCheck:
    """One question, and what came back."""

    id: UUID
    plan_id: UUID
    participant_id: UUID
    number: int
    asked_on: date
    answer: str | None = None
    answered_on: date | None = None
    note: str | None = None
    recorded_by: UUID | None = None
    recorded_at: datetime | None = None

    def is_missed(self, today: date, wait: int) -> bool:
        """Whether the answer is not to be waited for any longer."""
        return self.answer is None and today > self.asked_on + timedelta(days=wait)


@dataclass(eq=False)
class InWorkPlan:
    """How we keep in touch with somebody about one job."""

    id: UUID
    participant_id: UUID
    spell_id: UUID
    started_on: date
    """The first day in the job, from which the questions are counted."""
    opened_by: UUID
    opened_at: datetime
    state: str = WELL
    rank: int = STATES.index(WELL)
    next_on: date | None = None
    """When to ask next."""
    look_on: date | None = None
    """The first day on which something may have changed without anybody doing anything."""
    stopped_on: date | None = None
    checks: list[InWorkCheck] = field(default_factory=list)

    @classmethod
    def open(
        cls, id: UUID, spell: Spell, rules: InWorkRules, *, by: UUID, at: datetime, today: date
    ) -> "InWorkPlan":
        """From now on they are asked now and then."""
        if not spell.is_work or spell.state != "current":
            raise Conflict("not-in-work", "This is no job that goes on.")
        plan = cls(id, spell.participant_id, spell.id, spell.started_on, by, at)
        plan.next_on = plan.look_on = rules.next_after(spell.started_on, today)
        return plan

    @property
    def last(self) -> InWorkCheck | None:
        """The last question."""
        return max(self.checks, key=lambda check: check.number, default=None)

    def missed(self, today: date, wait: int) -> int:
        """How many of the last questions in a row were not answered in time."""
        count = 0
        for check in sorted(self.checks, key=lambda check: -check.number):
            if check.answer is not None:
                break
            count += check.is_missed(today, wait)
        return count

    def ask(self, id: UUID, rules: InWorkRules, today: date) -> list[Happened]:
        """The question goes out."""
        self._must_go_on()
        number = self.last.number + 1 if self.last else 1
        self.checks.append(InWorkCheck(id, self.id, self.participant_id, number, today))
        self.next_on = rules.next_after(self.started_on, today)
        if self.state == WELL:
            self._stands(WAITING)
        self._look_again(rules, today)
        facts = {"participant_id": self.participant_id, "number": number, "occurred_on": today}
        return [Happened("in-work.asked", id, facts)]

    def answer(
        self,
        check: InWorkCheck,
        answer: str,
        note: str | None,
        *,
        on: date,
        by: UUID,
        at: datetime,
        today: date,
    ) -> list[Happened]:
        """An answer came, by whatever way; one that comes late counts as well."""
        known(answer, ANSWERS, "answer")
        not_in_future(on, today, "answered_on")
        if check.answer is not None:
            raise Conflict("already-answered", "This question was answered already.")
        if on < check.asked_on:
            advice = {"answered_on": [f"Give {check.asked_on.isoformat()} or a later day."]}
            raise DomainError("answered-before-asked", "It had not been asked yet.", advice)
        check.answer, check.answered_on, check.note = answer, on, note
        check.recorded_by, check.recorded_at = by, at
        if check is self.last:
            self._stands(ANSWERS[answer])
        facts = {"participant_id": self.participant_id, "answer": answer, "occurred_on": on}
        return [Happened("in-work.answered", check.id, facts)]

    def look(self, rules: InWorkRules, today: date) -> list[Happened]:
        """Time has passed: has somebody stopped answering?"""
        missed = self.missed(today, rules.wait)
        self._look_again(rules, today)
        if self.state in (QUIET, HELP, LEFT, STOPPED) or missed < rules.unanswered:
            return []
        self._stands(QUIET)
        facts = {"participant_id": self.participant_id, "number": missed, "occurred_on": today}
        return [Happened("in-work.went-quiet", self.id, facts)]

    def settle(self) -> None:
        """Somebody has spoken to them: the warning has done its work."""
        self._must_go_on()
        self._stands(WELL)

    def stop(self, today: date) -> None:
        """They are asked no more."""
        self._must_go_on()
        self.stopped_on, self.next_on, self.look_on = today, None, None
        self._stands(STOPPED)

    def _look_again(self, rules: InWorkRules, today: date) -> None:
        waits = [
            late
            for check in self.checks
            if check.answer is None and (late := check.asked_on + timedelta(days=rules.wait + 1)) > today
        ]
        days = [*waits, *([self.next_on] if self.next_on else [])]
        self.look_on = min(days, default=None)

    def _stands(self, state: str) -> None:
        self.state, self.rank = state, STATES.index(state)

    def _must_go_on(self) -> None:
        if self.stopped_on is not None:
            raise Conflict("in-work-stopped", "They are asked no more. Begin again with their next job.")


@dataclass(frozen=True)
class Return:
    """Somebody left work and came back, or has not yet."""

    left_on: date
    back_on: date | None
    days: int | None
    """Whole days without work between the two."""


def returns(spells: Iterable[Spell]) -> list[Return]:
    """Each time that somebody was out of work after a job, the latest first; jobs that overlap are one."""
    jobs = sorted(
        (spell.days for spell in spells if spell.is_work and not spell.voided), key=lambda days: days[0]
    )
    found: list[Return] = []
    end: date | None = None
    for number, (first, last) in enumerate(jobs):
        if number and end is not None and first > end + timedelta(days=1):
            found.append(Return(end, first, (first - end).days - 1))
        if number == 0 or (end is not None and (last is None or last > end)):
            end = last
    if jobs and end is not None:
        found.append(Return(end, None, None))
    return found[::-1]
