"""Circumstances: what a person's life is like, topic by topic, as it changes over time.

Which topics there are, and what can be said about each, is reference data (`reference/circumstances.yaml`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.casework.domain.by import Party
from services.casework.domain.codes import all_known, known
from services.casework.domain.errors import DomainError

LONGEST_TEXT = 2000
LONGEST_LIST = 30
Details = Mapping[str, Any]


@dataclass(eq=False)
class Circumstance:
    """What was true about one topic from one day on, until something later was said about the same topic."""

    id: UUID
    participant_id: UUID
    topic: str
    details: Details
    occurred_on: date
    recorded_at: datetime
    recorded_by: UUID
    party: Party
    assisted: bool = False


@dataclass(frozen=True)
class Question:
    """One thing that can be said about a topic: a choice, several, words, a list, a scale, yes or no."""

    name: str
    kind: str
    choices: frozenset[str] = frozenset()

    def check(self, value: Any, field: str) -> Any:
        """The value in its stored form, or a refusal that says what to give."""
        return CHECKS[self.kind](self, value, field)


Shapes = Mapping[str, Mapping[str, Question]]


def check_details(topic: str, details: Details, shapes: Shapes) -> dict[str, Any]:
    """The details as they will be stored; a topic or a field that nobody knows is refused."""
    questions = shapes[known(topic, shapes, "circumstances")]
    if not details:
        raise DomainError(
            "nothing-said",
            "Say something about it.",
            {f"circumstances.{topic}": ["Answer at least one question."]},
        )
    for name in details:
        known(name, questions, f"circumstances.{topic}.{name}")
    return {
        name: questions[name].check(value, f"circumstances.{topic}.{name}") for name, value in details.items()
    }


def history_order(circumstance: Circumstance) -> tuple[date, datetime]:
    """What was told later about the same day is the correction, and holds."""
    return circumstance.occurred_on, circumstance.recorded_at


def standing(history: Iterable[Circumstance], on: date) -> dict[str, Circumstance]:
    """What holds for each topic on a day: the latest said about that day or an earlier one."""
    until_then = (one for one in history if one.occurred_on <= on)
    return {one.topic: one for one in sorted(until_then, key=history_order)}


def facts(history: Iterable[Circumstance], on: date) -> dict[str, Details]:
    """The details that hold on a day, by topic."""
    return {topic: one.details for topic, one in standing(history, on).items()}


def _choice(question: Question, value: Any, field: str) -> str:
    return known(_words(question, value, field), question.choices, field)


def _choices(question: Question, value: Any, field: str) -> list[str]:
    return all_known(_list(question, value, field), question.choices, field)


def _words(_: Question, value: Any, field: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT:
        raise _refusal(field, f"Give words, at most {LONGEST_TEXT} characters.")
    return value.strip()


def _list(question: Question, value: Any, field: str) -> list[str]:
    if not isinstance(value, list) or len(value) > LONGEST_LIST:
        raise _refusal(field, f"Give a list of at most {LONGEST_LIST} entries.")
    return [_words(question, entry, field) for entry in value]


def _yes_or_no(_: Question, value: Any, field: str) -> bool:
    if not isinstance(value, bool):
        raise _refusal(field, "Say true or false.")
    return value


def _scale(_: Question, value: Any, field: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 5:
        raise _refusal(field, "Give a number from 1 (not at all) to 5 (very).")
    return value


def _refusal(field: str, advice: str) -> DomainError:
    return DomainError("bad-circumstance", "This cannot be recorded so.", {field: [advice]})


CHECKS = {
    "choice": _choice,
    "choices": _choices,
    "words": _words,
    "list": _list,
    "yes-or-no": _yes_or_no,
    "scale": _scale,
}
