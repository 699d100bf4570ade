"""Papers: a participant's CVs and letters, each kept in every version that there was."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.casework.domain.by import By
from services.casework.domain.codes import known
from services.casework.domain.errors import Conflict

CV, LETTER = "cv", "letter"
KINDS = (CV, LETTER)


@dataclass(eq=False)
class PaperVersion:
    """The text as it stood at one moment; it is never changed, the next version follows it."""

    id: UUID
    paper_id: UUID
    number: int
    text: str
    recorded_by: UUID
    recorded_at: datetime
    assisted: bool = False
    helper: str | None = None


@dataclass(eq=False)
class Paper:
    """A CV, or the letter for a job."""

    id: UUID
    participant_id: UUID
    kind: str
    title: str
    vacancy_id: UUID | None = None
    versions: list[PaperVersion] = field(default_factory=list)
    put_away_at: datetime | None = None

    def begin(self, text: str, *, id: UUID, by: By, at: datetime) -> None:
        """Its first version."""
        known(self.kind, KINDS, "kind")
        self.versions = [PaperVersion(id, self.id, 1, text, by.account_id, at, by.assisted, by.helper)]

    @property
    def last(self) -> PaperVersion:
        """The text as it stands."""
        return max(self.versions, key=lambda version: version.number)

    def revise(self, text: str, after: int | None, *, id: UUID, by: By, at: datetime) -> PaperVersion:
        """The next version. `after` is the one that the writer had before them: 409 if another came since."""
        self._must_be_out()
        if after is not None and after != self.last.number:
            raise Conflict("paper-revised", f"Version {self.last.number} was written meanwhile. Look at it.")
        if text == self.last.text:
            return self.last
        number = self.last.number + 1
        written = PaperVersion(id, self.id, number, text, by.account_id, at, by.assisted, by.helper)
        self.versions.append(written)
        return written

    def put_away(self, at: datetime) -> None:
        """It is offered no more; what was sent keeps its version."""
        self._must_be_out()
        self.put_away_at = at

    def _must_be_out(self) -> None:
        if self.put_away_at is not None:
            raise Conflict("paper-put-away", "This was put away. Begin a new one.")
