"""Labelled letters: who copied from whom is known, for they are made up here from a seed.

A person writes sentences of their own about what they did, how they are, and why they want the job. A copy is
those sentences under another name, with a part of the words changed. Letters of different people for one
vacancy, and letters that stand on the same template, are no copies.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

WORDS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "letters.yaml").read_text(encoding="utf-8"))
TITLES, EMPLOYERS, NAMES = WORDS["titles"], WORDS["employers"], WORDS["names"]
TEMPLATE = WORDS["template"]
"""What a course on writing letters hands out."""
CHANGED = WORDS["changed"]
"""Words that mean the same; one that is not here gets another beside it."""
FILLERS = ("really", "quite", "certainly", "mainly", "often", "now")
SEEN = ("your website", "the jobs board", "the library noticeboard", "the window of your shop")
KINDS = (0, 0, 1, 2, 3, 4, 0, 2)
"""Which sayings a letter has."""
SLOTS = ("done", "where", "long", "am", "came", "why", "free")


@dataclass(frozen=True)
class Letter:
    """A letter of one person for one vacancy; `said` is what they wrote themselves."""

    said: tuple[str, ...]
    name: str
    title: str
    employer: str
    template: tuple[str, ...] = ()
    seen: str = SEEN[0]

    @property
    def advert(self) -> str:
        """What the vacancy says."""
        return (
            f"{self.title} wanted. {self.employer} is looking for a reliable {self.title.lower()} who enjoys"
            " working in a busy team. You will have a can do attitude, good communication skills and a"
            " flexible approach to shifts. Experience is welcome, and full training will be given."
        )

    @property
    def text(self) -> str:
        """The whole letter."""
        job = f"{self.title} at {self.employer}"
        opening = f"I am writing to apply for the post of {job}, advertised on {self.seen}."
        echo = "I enjoy working in a busy team and have a can do attitude."
        body = " ".join((opening, *self.said, *self.template, echo))
        end = f"I look forward to hearing from you.\n\nYours faithfully,\n{self.name}"
        return f"Dear Sir or Madam,\n\n{body}\n\n{end}"


@dataclass(frozen=True)
class Pair:
    """Two letters, what makes them what they are, and whether the second is a copy of the first."""

    kind: str
    one: Letter
    other: Letter
    is_copy: bool


def letter(rng: random.Random, sentences: int = 7, template: int = 0) -> Letter:
    """Somebody's own letter; perhaps with so many sentences of the template."""
    kinds = list(KINDS)
    rng.shuffle(kinds)
    said = tuple(_sentence(rng, kind) for kind in kinds[:sentences])
    name, title, employer = rng.choice(NAMES), rng.choice(TITLES), rng.choice(EMPLOYERS)
    return Letter(said, name, title, employer, tuple(rng.sample(TEMPLATE, template)), rng.choice(SEEN))


def copied(rng: random.Random, from_: Letter, changed: float, added: int = 0) -> Letter:
    """The same under another name: so great a part of its words changed, its sentences in another order."""
    said = [_changed(rng, sentence, changed) for sentence in from_.said]
    said += [_sentence(rng, rng.choice(KINDS)) for _ in range(added)]
    rng.shuffle(said)
    name = rng.choice([one for one in NAMES if one != from_.name])
    return replace(from_, said=tuple(said), name=name, seen=rng.choice(SEEN))


def pairs(rng: random.Random, each: int) -> Iterator[Pair]:
    """So many of each kind: copies at five levels, and what only looks like one."""
    for _ in range(each):
        own = letter(rng)
        for changed in (0.0, 0.05, 0.1, 0.15, 0.2):
            yield Pair(f"copied, {changed:.0%} of the words changed", own, copied(rng, own, changed), True)
        yield Pair("copied, with sentences added", own, copied(rng, own, 0.1, added=2), True)
        elsewhere = replace(copied(rng, own, 0.05), title=rng.choice(TITLES), employer=rng.choice(EMPLOYERS))
        yield Pair("copied, for another vacancy", own, elsewhere, True)
        yield Pair("for the same vacancy", own, _for(own, letter(rng)), False)
        framed = letter(rng, 4, template=6)
        yield Pair("on the same template", framed, _for(framed, letter(rng, 4, template=6)), False)
        yield Pair("with nothing in common", own, letter(rng), False)


def templated(rng: random.Random, count: int) -> list[Letter]:
    """Letters of people who were all handed the same template, for various vacancies."""
    return [letter(rng, 4, template=5) for _ in range(count)]


def _for(vacancy: Letter, written: Letter) -> Letter:
    name = written.name if written.name != vacancy.name else NAMES[NAMES.index(written.name) - 1]
    return replace(written, title=vacancy.title, employer=vacancy.employer, name=name)


def _sentence(rng: random.Random, kind: int) -> str:
    chosen = {name: rng.sample(several, 2) for name, several in WORDS.items() if name in SLOTS}
    one = {name: first for name, (first, _second) in chosen.items()}
    two = {f"{name}2": second for name, (_first, second) in chosen.items()}
    said = rng.choice(WORDS["sayings"][kind]).format(**one, **two)
    return said[0].upper() + said[1:]


def _changed(rng: random.Random, sentence: str, part: float) -> str:
    return " ".join(_another(rng, word) if rng.random() < part else word for word in sentence.split())


def _another(rng: random.Random, word: str) -> str:
    bare = word.rstrip(".,;:")
    tail = word[len(bare) :]
    other = CHANGED.get(bare.lower())
    return f"{other}{tail}" if other else f"{rng.choice(FILLERS)} {word}"
