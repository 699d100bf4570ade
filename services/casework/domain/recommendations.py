"""Recommendations: what was suggested to a person, with its reasons, and what was answered.

The machine suggests and a person decides: nothing follows from a recommendation until somebody accepts it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.casework.domain.by import By, Party
from services.casework.domain.challenges import OUTCOMES, Reply
from services.casework.domain.codes import known
from services.casework.domain.dates import not_in_future
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.happened import Happened
from services.casework.domain.suggestions import Suggestion, Words

ANSWERS = frozenset({"accepted", "dismissed", "challenged"})


@dataclass(eq=False)
class Answer:
    """What was said to a recommendation, and by whom. A challenge says that the rules got it wrong."""

    id: UUID
    recommendation_id: UUID
    answer: str
    reason: str | None
    occurred_on: date
    recorded_at: datetime
    recorded_by: UUID
    party: Party
    assisted: bool = False
    helper: str | None = None
    """Who lent the participant a hand."""
    reply: Reply | None = None
    """What a person answered to a challenge."""

    @property
    def status(self) -> str:
        """How the recommendation stands by it: a challenge that was explained leaves it open."""
        if self.reply is None:
            return self.answer
        return "open" if self.reply.outcome == "explained" else "set-aside"


@dataclass(eq=False)
class Recommendation:
    """One thing that was suggested to one person by one version of the rules."""

    id: UUID
    participant_id: UUID
    kind: str
    target: str
    title: Words
    score: int
    points: list[dict[str, Any]]
    rules_version: str
    made_on: date
    recorded_at: datetime
    offer_id: UUID | None = None
    withdrawn_on: date | None = None
    """From this day on it no longer fits: circumstances, offers or rules have changed."""
    answers: list[Answer] = field(default_factory=list)

    @property
    def status(self) -> str:
        """By the last answer; withdrawn if it no longer fits and nobody had answered; else open."""
        said = self.last_answer
        if said is not None and said.status != "open":
            return said.status
        return "open" if self.withdrawn_on is None else "withdrawn"

    @property
    def last_answer(self) -> Answer | None:
        """What was said last."""
        return max(self.answers, key=lambda answer: answer.recorded_at, default=None)

    def made(self) -> list[Happened]:
        """It was put before the person. What was offered gives away why, so the offer travels sealed."""
        facts = {
            "participant_id": self.participant_id,
            "rules_version": self.rules_version,
            "offer_id": self.offer_id,
            "occurred_on": self.made_on,
        }
        return [Happened("recommendation.made", self.id, facts)]

    def answer(
        self, answer: str, reason: str | None, *, id: UUID, by: By, on: date, at: datetime, today: date
    ) -> list[Happened]:
        """Accepted, dismissed or challenged; the last two with a reason. One may change one's mind."""
        self._check_answer(answer, reason, on, today)
        whose = (by.account_id, by.party, by.assisted, by.helper)
        said = Answer(id, self.id, answer, reason, on, at, *whose)
        self.answers.append(said)
        facts = {"participant_id": self.participant_id, "answer": answer, "occurred_on": on}
        return [Happened("recommendation.answered", self.id, facts)]

    def reply(
        self, outcome: str, words: str, *, id: UUID, by: By, on: date, at: datetime, today: date
    ) -> list[Happened]:
        """A person has looked at the challenge, and answers it: another than whoever made it."""
        known(outcome, OUTCOMES, "outcome")
        not_in_future(on, today)
        challenge = self.last_answer
        if challenge is None or challenge.status != "challenged":
            raise Conflict("no-challenge", "No challenge waits for an answer.")
        if challenge.recorded_by == by.account_id:
            raise Conflict("own-challenge", "Somebody else looks at a challenge than who wrote it down.")
        if on < challenge.occurred_on:
            advice = {"occurred_on": [f"It was challenged on {challenge.occurred_on.isoformat()}."]}
            raise DomainError("before-challenge", "It had not been challenged on that day.", advice)
        challenge.reply = Reply(id, challenge.id, outcome, words, on, at, by.account_id)
        facts = {"participant_id": self.participant_id, "outcome": outcome, "occurred_on": on}
        return [Happened("recommendation.challenge-answered", self.id, facts)]

    def _check_answer(self, answer: str, reason: str | None, on: date, today: date) -> None:
        known(answer, ANSWERS, "answer")
        not_in_future(on, today)
        if self.status == "withdrawn":
            raise Conflict("recommendation-withdrawn", "This is no longer suggested.")
        if on < self.made_on:
            advice = {"occurred_on": [f"It was made on {self.made_on.isoformat()}."]}
            raise DomainError("before-recommendation", "It had not been made on that day.", advice)
        if answer != "accepted" and not reason:
            advice = {"reason": ["Say why, in a few words."]}
            raise DomainError("reason-missing", "A reason is needed.", advice)

    def refresh(self, suggestion: Suggestion, version: str) -> None:
        """The same thing still fits, by the reasons of today."""
        points = [point.as_plain() for point in suggestion.points]
        now = (suggestion.score, points, version, dict(suggestion.title))
        if now != (self.score, self.points, self.rules_version, dict(self.title)):
            self.score, self.points, self.rules_version, self.title = now


def review(
    existing: Sequence[Recommendation],
    suggestions: Iterable[Suggestion],
    *,
    participant_id: UUID,
    version: str,
    on: date,
    at: datetime,
    new_id: Callable[[], UUID],
) -> list[Recommendation]:
    """Bring a person's recommendations up to date and answer the new ones.

    What still fits stays, with its answers: what was dismissed is not put before the person again. What no
    longer fits is withdrawn.
    """
    current = {(one.kind, one.target): one for one in existing if one.withdrawn_on is None}
    made = []
    for suggestion in suggestions:
        known_one = current.pop((suggestion.kind, suggestion.target), None)
        if known_one is not None:
            known_one.refresh(suggestion, version)
        else:
            made.append(_make(suggestion, new_id(), participant_id, version, on, at))
    for gone in current.values():
        gone.withdrawn_on = on
    return made


def _make(
    suggestion: Suggestion, id: UUID, participant_id: UUID, version: str, on: date, at: datetime
) -> Recommendation:
    return Recommendation(
        id=id,
        participant_id=participant_id,
        kind=suggestion.kind,
        target=suggestion.target,
        title=dict(suggestion.title),
        score=suggestion.score,
        points=[point.as_plain() for point in suggestion.points],
        rules_version=version,
        made_on=on,
        recorded_at=at,
        offer_id=suggestion.offer_id,
    )
