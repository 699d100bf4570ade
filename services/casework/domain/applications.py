"""Job applications: the participant's own record of looking for work, seen by those whom they let see it.

    made → selected-for-interview → interview-booked → offer
      └────────────┴──────────────────────┴──────────→ unsuccessful

A stage can be passed over (an offer without an interview), but nothing goes back, and nothing follows an end.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from services.casework.domain.by import By
from services.casework.domain.codes import known
from services.casework.domain.dates import not_in_future
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.happened import Happened
from services.casework.domain.vacancies import TYPED

STAGES = ("made", "selected-for-interview", "interview-booked", "offer", "unsuccessful")
BOOKED = "interview-booked"
ENDS = frozenset({"offer", "unsuccessful"})


@dataclass(eq=False)
class ApplicationStage:
    """How far it has got, from which day."""

    id: UUID
    application_id: UUID
    number: int
    stage: str
    occurred_on: date
    recorded_by: UUID
    recorded_at: datetime
    assisted: bool = False
    helper: str | None = None
    """Who lent the participant a hand."""


@dataclass(eq=False)
class Application:
    """One application for one vacancy, with what was sent."""

    id: UUID
    participant_id: UUID
    title: str
    employer: str
    vacancy: str | None = None
    """Where the vacancy was found, or its text."""
    notes: str | None = None
    origin: str = TYPED
    """Where the vacancy came from: typed in, or saved from the marketplace."""
    vacancy_id: UUID | None = None
    cv_id: UUID | None = None
    """The version of the CV that went with it."""
    letter_id: UUID | None = None
    """The version of the letter that went with it."""
    stages: list[ApplicationStage] = field(default_factory=list)

    @property
    def last(self) -> ApplicationStage:
        """The stage at which it stands."""
        return max(self.stages, key=lambda stage: stage.number)

    @property
    def stage(self) -> str:
        """How far it has got."""
        return self.last.stage

    @property
    def made_on(self) -> date:
        """The day it was sent."""
        return min(self.stages, key=lambda stage: stage.number).occurred_on

    def record(self, *, id: UUID, on: date, by: By, at: datetime, today: date) -> list[Happened]:
        """It was made."""
        not_in_future(on, today)
        self.stages = [self._stage(id, 1, STAGES[0], on, by, at)]
        return [self._happened("application.recorded")]

    def move(self, stage: str, *, id: UUID, on: date, by: By, at: datetime, today: date) -> list[Happened]:
        """It has got further, or come to an end."""
        known(stage, STAGES, "stage")
        not_in_future(on, today)
        if self.stage in ENDS or STAGES.index(stage) <= STAGES.index(self.stage):
            raise Conflict(f"application-{self.stage}", "It has got further than that already.")
        if on < self.last.occurred_on:
            advice = {"occurred_on": [f"Give {self.last.occurred_on.isoformat()} or a later day."]}
            raise DomainError("before-previous-stage", "The stage before it was later.", advice)
        self.stages.append(self._stage(id, self.last.number + 1, stage, on, by, at))
        return [self._happened("application.stage-changed")]

    def interview_booked(self, *, id: UUID, by: By, at: datetime, today: date) -> list[Happened]:
        """An interview stands in the diary: the application has come as far as that, if no further."""
        if self.stage in ENDS:
            raise Conflict(f"application-{self.stage}", "This application has come to its end.")
        if self.stage == BOOKED:
            return []
        return self.move(BOOKED, id=id, on=today, by=by, at=at, today=today)

    def _stage(self, id: UUID, number: int, stage: str, on: date, by: By, at: datetime) -> ApplicationStage:
        return ApplicationStage(id, self.id, number, stage, on, by.account_id, at, by.assisted, by.helper)

    def _happened(self, name: str) -> Happened:
        facts = {
            "participant_id": self.participant_id,
            "stage": self.stage,
            "occurred_on": self.last.occurred_on,
        }
        return Happened(name, self.id, facts)
