"""Conditions: the `when` of a rule, read from data, so that an operator can follow and change it.

    {topic: digital_access, field: device, among: [none, shared]}   a choice is one of these
    {topic: digital_access, field: confidence, at_most: 2}          a number is no higher (or `at_least`)
    {topic: goals, field: in_words, told: true}                     something was said about it at all
    {barrier: transport}                                            this barrier stands
    {weeks_out_of_work: 26}                                         so many whole weeks without work, or more
    {shared: [offer.languages, person.languages]}                   the two lists have something in common
    {covers: [offer.accessibility, person.needs]}                   the first list has all of the second
    {any: […]}  {all: […]}

There is no "not": a rule can speak for a person and never against them.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Situation:
    """What a rule may look at. Sex, age, ethnicity and religion are not in it and so can decide nothing."""

    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    barriers: frozenset[str] = frozenset()
    weeks_out_of_work: int | None = None

    def value(self, topic: str, name: str) -> Any:
        """What was said; None if nothing was."""
        return self.facts.get(topic, {}).get(name)

    def values(self, path: str) -> frozenset[Any]:
        """The entries of a list that is named `topic.field`; empty if there is none."""
        topic, _, name = path.partition(".")
        found = self.value(topic, name)
        return frozenset(found if isinstance(found, Sequence) and not isinstance(found, str) else ())

    def about(self, topic: str, facts: Mapping[str, Any]) -> "Situation":
        """The same situation, seen together with one thing more, such as an offer."""
        return Situation({**self.facts, topic: facts}, self.barriers, self.weeks_out_of_work)


Condition = Callable[[Situation], bool]


def condition(plain: Plain) -> Condition:
    """The test that this `when` describes; a `when` that cannot be read is an error in the data."""
    for key, reader in READERS.items():
        if key in plain:
            return reader(plain)
    raise ValueError(f"No condition can be read from {dict(plain)!r}.")


def atoms(plain: Plain) -> Iterator[Plain]:
    """The single conditions of which this one is put together."""
    parts = plain.get("any", plain.get("all"))
    if parts is None:
        yield plain
        return
    for part in parts:
        yield from atoms(part)


def topics(plain: Plain) -> frozenset[str]:
    """The topics that a `when` looks at."""
    named = {atom["topic"] for atom in atoms(plain) if "topic" in atom}
    paths = [path for atom in atoms(plain) for key in ("shared", "covers") for path in atom.get(key, ())]
    return frozenset(named | {path.partition(".")[0] for path in paths})


def refuse_monitoring(code: str, plain: Plain, monitoring: Collection[str]) -> None:
    """What is asked to check that we are fair decides nothing about the person who told it."""
    if not topics(plain).isdisjoint(monitoring):
        raise ValueError(f"{code}: what is asked to check that we are fair decides nothing.")


def _among(plain: Plain) -> Condition:
    topic, name, wanted = plain["topic"], plain["field"], frozenset(plain["among"])

    def holds(situation: Situation) -> bool:
        said = situation.value(topic, name)
        return not wanted.isdisjoint(said if isinstance(said, list | tuple) else (said,))

    return holds


def _at_most(plain: Plain) -> Condition:
    topic, name, limit = plain["topic"], plain["field"], plain["at_most"]
    return lambda situation: (said := situation.value(topic, name)) is not None and bool(said <= limit)


def _at_least(plain: Plain) -> Condition:
    topic, name, limit = plain["topic"], plain["field"], plain["at_least"]
    return lambda situation: (said := situation.value(topic, name)) is not None and bool(said >= limit)


def _told(plain: Plain) -> Condition:
    topic, name = plain["topic"], plain["field"]
    return lambda situation: bool(situation.value(topic, name))


def _barrier(plain: Plain) -> Condition:
    return lambda situation: plain["barrier"] in situation.barriers


def _weeks(plain: Plain) -> Condition:
    weeks = plain["weeks_out_of_work"]
    return lambda situation: situation.weeks_out_of_work is not None and situation.weeks_out_of_work >= weeks


def _shared(plain: Plain) -> Condition:
    left, right = plain["shared"]
    return lambda situation: not situation.values(left).isdisjoint(situation.values(right))


def _covers(plain: Plain) -> Condition:
    left, right = plain["covers"]
    return lambda situation: bool(wanted := situation.values(right)) and wanted <= situation.values(left)


def _any(plain: Plain) -> Condition:
    parts = [condition(part) for part in plain["any"]]
    return lambda situation: any(part(situation) for part in parts)


def _all(plain: Plain) -> Condition:
    parts = [condition(part) for part in plain["all"]]
    return lambda situation: all(part(situation) for part in parts)


READERS: Mapping[str, Callable[[Plain], Condition]] = {
    "among": _among,
    "at_most": _at_most,
    "at_least": _at_least,
    "told": _told,
    "barrier": _barrier,
    "weeks_out_of_work": _weeks,
    "shared": _shared,
    "covers": _covers,
    "any": _any,
    "all": _all,
}
