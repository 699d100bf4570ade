"""What each role reaches by each route, worked out by asking the policy. docs/access.md is made of it."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from chassis.actor import Actor
from chassis.reaching import EVERYTHING, NOTHING, Reaching, by_filter, everything
from services.notify import policy

OWN, OURS, THAT_IT_WENT = "own", "organisation’s", "all, but neither to whom nor what it says"
WORDS = {
    OWN: "what was sent to them.",
    OURS: "what was sent to the people whom their organisation helps.",
    THAT_IT_WENT: "that a message went out, and when.",
    EVERYTHING: "the same for everybody.",
}


@dataclass(frozen=True)
class _Someone:
    """A person, as far as a rule looks at them."""

    id: UUID | None
    organisation_id: UUID | None


def of_a_person(actor: Actor) -> str:
    """What one person was told."""
    if policy.may_see_messages_of(actor, cast(Any, _Someone(actor.person_id, None))):
        return OWN
    return OURS if policy.may_see_messages_of(actor, cast(Any, _Someone(None, actor.org))) else NOTHING


def of_messages(actor: Actor) -> str:
    """What was sent to whomever."""
    reached = by_filter(policy.messages_seen_by, ours=OURS, own=OWN)(actor)
    return reached if policy.reads_content(actor) or not reached else THAT_IT_WENT


REACHING = Reaching(
    {
        "/messages": of_messages,
        "/participants/*/messages": of_a_person,
        "/letters": by_filter(policy.letters_seen_by, ours=OURS, own=OWN),
        "/templates": everything,
    },
    WORDS,
    themself="participant",
)
