"""What roles reach, worked out by asking a service's own policy: for the documents and for tests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement

from chassis.actor import Actor
from chassis.ids import new_id

Rule = Callable[[Actor], str]
"""Answers in a word which things of one kind this actor reaches."""

EVERYTHING = "all"
NOTHING = ""


class NoRule(LookupError):
    """Nobody has said by which rule of the policy a route goes."""


@dataclass(frozen=True)
class Reaching:
    """By which rule each route of a service goes, and what the words of the rules mean.

    A route is found by the longest beginning of its address that has a rule: `/shelves/*`, or
    `POST /shelves/*` for one method alone.
    """

    rules: Mapping[str, Rule]
    words: Mapping[str, str]
    themself: str
    """The role in which people sign in for themselves."""

    def key_of(self, method: str, path: str) -> str:
        """Under which key the rule stands by which this route goes."""
        parts = path.split("/")
        for length in range(len(parts), 1, -1):
            beginning = "/".join(parts[:length])
            for key in (f"{method} {beginning}", beginning):
                if key in self.rules:
                    return key
        raise NoRule(f"{method} {path}: name its rule in the service's policy.")

    def word(self, method: str, path: str, actor: Actor) -> str:
        """What this actor reaches there."""
        return self.rules[self.key_of(method, path)](actor)


def somebody(role: str, *, themself: bool) -> Actor:
    """A person with one role and nothing else, to ask a policy about; or one who signs in for themself."""
    return Actor("person", new_id(), new_id(), frozenset({role}), new_id() if themself else None)


def everything(actor: Actor) -> str:
    """What is the same for everybody who may come in."""
    return EVERYTHING


def by_filter(ask: Callable[[Actor], UUID | ColumnElement[bool]], *, ours: str, own: str) -> Rule:
    """What a filter of the policy lets through, or what bears the id that it names: the org's or one's."""

    def rule(actor: Actor) -> str:
        try:
            ids = own_ids_in(ask(actor), actor)
        except LookupError:
            return NOTHING
        if ids is None:
            return EVERYTHING
        return ours if "org" in ids else own

    return rule


def own_ids_in(answer: UUID | ColumnElement[bool], actor: Actor) -> frozenset[str] | None:
    """Which of the actor's own ids the things have to bear: `id`, `org`, `person_id`. None for a filter that
    lets everything through; LookupError for one that lets nothing through.
    """
    if isinstance(answer, UUID):
        values = {answer}
    else:
        # SQLAlchemy folds what is always or never true into that one word, whatever object it then is.
        compiled = answer.compile()
        if str(compiled) == "true":
            return None
        if str(compiled) == "false":
            raise LookupError("Nothing is reached.")
        values = {value for value in compiled.params.values() if isinstance(value, UUID)}
    ids = {"id": actor.id, "org": actor.org, "person_id": actor.person_id}
    return frozenset(name for name, value in ids.items() if value in values)
