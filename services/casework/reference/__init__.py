"""Codes as dated YAML with English and Welsh labels; a code is never renamed, only retired.

Rules are data too: each version of a rule book begins on a day of its own.
"""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from chassis import reference
from chassis.reference import Code
from services.casework.domain import barriers, caseloads, fairness, suggestions
from services.casework.domain import rule_reviews as rule_reviews_of
from services.casework.domain.circumstances import Question, Shapes
from services.casework.domain.copies import CopyRules
from services.casework.domain.in_work import InWorkRules
from services.casework.domain.layouts import Column, Layout
from services.casework.domain.retention import FATES, Kind

PACKAGE = "services.casework"
RECOMMENDATIONS = "recommendation-rules"
FAIRNESS = "recommendation-fairness"


def codes(name: str) -> list[Code]:
    """All codes of one list, retired ones too, in the order in which they are shown."""
    return reference.load(PACKAGE, name)


def in_use(name: str, on: date) -> frozenset[str]:
    """The codes of one list that may be chosen on that day."""
    return frozenset(code.code for code in codes(name) if code.in_use(on))


def labels(name: str) -> dict[str, dict[str, str]]:
    """The label of each code of one list, in each language."""
    return {code.code: dict(code.label) for code in codes(name)}


@cache
def articles() -> dict[str, int]:
    """To which article of the UK GDPR each lawful basis belongs."""
    return {code.code: int(code.extra["article"]) for code in codes("lawful-bases")}


@cache
def shapes() -> Shapes:
    """The topics of circumstances, with the questions that can be asked about each."""
    return {topic.code: _questions(topic.extra["questions"]) for topic in codes("circumstances")}


@cache
def scales() -> dict[tuple[str, str], dict[str, str]]:
    """The questions that are answered by a number from one to five, by topic and name, with their words."""
    return {
        (topic.code, name): dict(question["label"])
        for topic in codes("circumstances")
        for name, question in topic.extra["questions"].items()
        if question["kind"] == "scale"
    }


@cache
def absence() -> suggestions.Absence:
    """The answers by which a person does not have something protected: no rule may reward them."""
    return {
        (topic.code, name): frozenset(question["absence"])
        for topic in codes("circumstances")
        for name, question in topic.extra["questions"].items()
        if topic.extra.get("protected") and "absence" in question
    }


@cache
def layouts() -> dict[str, Layout]:
    """The layout of each kind of file that is imported and exported."""
    columns: dict[str, list[Column]] = {}
    for code in codes("import-columns"):
        kind, name = code.code.split(".")
        column = Column(name, code.extra["form"], code.extra["required"], code.extra["example"])
        columns.setdefault(kind, []).append(column)
    return {kind: Layout(kind, tuple(several)) for kind, several in columns.items()}


@cache
def retention() -> tuple[Kind, ...]:
    """What becomes of each kind of record when a person is erased."""
    kinds = [
        Kind(
            code.code,
            tuple(code.extra["tables"]),
            code.extra["fate"],
            int(code.extra.get("months", 0)),
            int(code.extra.get("untouched", 0)),
        )
        for code in codes("retention")
    ]
    if wrong := [kind.code for kind in kinds if kind.fate not in FATES]:
        raise ValueError(f"retention.yaml: no such fate for {', '.join(wrong)}.")
    return tuple(kinds)


@cache
def monitoring() -> frozenset[str]:
    """The topics that are asked to check that we are fair: no rule looks at them."""
    return frozenset(topic.code for topic in codes("circumstances") if topic.extra.get("monitoring"))


@cache
def barrier_books() -> tuple[barriers.BarrierBook, ...]:
    """Every version of the rules by which barriers follow from circumstances."""
    return tuple(barriers.book(version, monitoring()) for version in _versions("barrier-rules"))


@cache
def suggestion_books() -> tuple[suggestions.SuggestionBook, ...]:
    """Every version of the rules by which something is recommended."""
    return tuple(suggestions.book(version, absence(), monitoring()) for version in reviewed(RECOMMENDATIONS))


@cache
def fairness_books() -> tuple[fairness.FairnessBook, ...]:
    """Every version of how recommendations are checked for fairness, and what is done about it."""
    return tuple(fairness.book(version) for version in reviewed(FAIRNESS))


@cache
def rule_reviews() -> tuple[rule_reviews_of.RuleReview, ...]:
    """Who looked at which version of the rules, when and why."""
    entries: list[dict[str, Any]] = _read("recommendation-reviews")["reviews"]
    return tuple(rule_reviews_of.RuleReview(**entry) for entry in entries)


def reviewed(name: str) -> list[dict[str, Any]]:
    """The versions of a rule book as they stand in its file; one that nobody has reviewed stops the start."""
    versions = _versions(name)
    rule_reviews_of.require_reviewed(name, versions, rule_reviews())
    return versions


@cache
def caseload_books() -> tuple[caseloads.CaseloadRules, ...]:
    """Every version of the rules about caseloads and alerts."""
    return tuple(caseloads.rules_of(version) for version in _versions("caseload-rules"))


@cache
def copy_books() -> tuple[tuple[date, CopyRules], ...]:
    """Every version of the rules by which texts count as alike, with the day from which it holds."""
    return tuple((version["from"], _copy_rules(version)) for version in _versions("copy-rules"))


def copy_rules(on: date) -> CopyRules:
    """The rules that hold on that day; the first ones before there were any."""
    books = copy_books()
    held = [rules for first, rules in books if first <= on]
    return held[-1] if held else books[0][1]


@cache
def in_work_books() -> tuple[tuple[date, InWorkRules], ...]:
    """Every version of the rules for keeping in touch, with the day from which it holds."""
    return tuple((version["from"], _in_work_rules(version)) for version in _versions("in-work-rules"))


def in_work_rules(on: date) -> InWorkRules:
    """The rules that hold on that day; the first ones before there were any."""
    books = in_work_books()
    held = [rules for first, rules in books if first <= on]
    return held[-1] if held else books[0][1]


def _in_work_rules(plain: dict[str, Any]) -> InWorkRules:
    rest = {name: value for name, value in plain.items() if name not in ("from", "ask_after", "words")}
    words = {answer: tuple(several) for answer, several in plain["words"].items()}
    return InWorkRules(**rest, ask_after=tuple(plain["ask_after"]), words=words)


def _copy_rules(plain: dict[str, Any]) -> CopyRules:
    words = {name: frozenset(plain[name].split()) for name in ("plain_words", "joining_words")}
    rest = {name: value for name, value in plain.items() if name != "from"}
    return CopyRules(**rest | words | {"phrases": tuple(plain["phrases"])})


def _questions(plain: dict[str, Any]) -> dict[str, Question]:
    return {
        name: Question(name, question["kind"], frozenset(question.get("choices", ())))
        for name, question in plain.items()
    }


def _versions(name: str) -> list[dict[str, Any]]:
    versions: list[dict[str, Any]] = _read(name)["versions"]
    return versions


def _read(name: str) -> dict[str, Any]:
    text = (files(PACKAGE) / "reference" / f"{name}.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    return document
