"""Records that may be about one person: found when one is written, looked at by a team leader."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import SYSTEM, Actor
from chassis.ids import new_id
from chassis.store import access
from chassis.store.paging import Page, page
from services.casework import policy
from services.casework.domain.likeness import Likeness, LookAlikes, Signs, compare, may_be_enough, signs_of
from services.casework.domain.participants import Participant, Registration
from services.casework.store import duplicates, findable, participants
from services.casework.store.duplicates import pair as table


def alike(
    session: Session, actor: Actor, people: Sequence[Participant | Registration]
) -> list[list[tuple[Any, Likeness]]]:
    """For each of these, those whom the actor may see who are much like them, the likeliest first."""
    asked = [signs_of(person) for person in people]
    found = duplicates.candidates(session, policy.visible(actor), asked)
    return [_alike(mine, others) for mine, others in zip(asked, found, strict=True)]


def look_for(session: Session, actor: Actor, *people: Participant) -> None:
    """Keep the pairs that these records make with others, as they stand now; with each other, once."""
    order = {person.id: place for place, person in enumerate(people)}
    pairs = [
        _pair(person, other.id, likeness)
        for person, found in zip(people, alike(session, actor, people), strict=True)
        for other, likeness in found
        if order.get(other.id, -1) < order[person.id]
    ]
    duplicates.replace(session, list(order), pairs)


def make_known(session: Session, limit: int = 50) -> int:
    """Bring some records up to date that the release before wrote: by which words and marks they are found,
    and whom they are like. Answers how many.
    """
    if behind := findable.to_be_made_findable(session, limit):
        findable.make_findable(session, *behind)
        look_for(session, SYSTEM, *behind)
    return len(behind)


def list_duplicates(
    session: Session, actor: Actor, *, cursor: str | None, limit: int
) -> Page[dict[str, Any]]:
    """Pairs of records that may be about one person, the likeliest first."""
    found = page(
        session,
        duplicates.open_pairs(*_seen(actor)),
        keys=(table.c.score, table.c.id),
        cursor=cursor,
        limit=limit,
        descending=True,
    )
    return Page(_shown(session, actor, found.items), found.next)


def show_duplicate(session: Session, actor: Actor, pair_id: UUID) -> dict[str, Any]:
    """One pair, with both records beside each other."""
    found = policy.found(duplicates.find(session, *_seen(actor), pair_id))
    return _shown(session, actor, [found])[0]


def dismiss_duplicate(session: Session, actor: Actor, pair_id: UUID) -> None:
    """Somebody has looked at both records: they are two people."""
    found = policy.found(duplicates.find(session, *_seen(actor), pair_id))
    found.dismiss(policy.account_of(actor), clock.now())


def _seen(actor: Actor) -> tuple[Any, Any]:
    return policy.visible(actor, table.c.one_id), policy.visible(actor, table.c.other_id)


def _shown(session: Session, actor: Actor, pairs: Sequence[LookAlikes]) -> list[dict[str, Any]]:
    ids = {id for pair in pairs for id in (pair.one_id, pair.other_id)}
    people = participants.by_id(session, ids)
    for id in sorted(ids):
        access.record_read(session, actor, id, "duplicates")
    return [
        {"pair": pair, "people": [people[pair.one_id], people[pair.other_id]], "because": pair.because}
        for pair in pairs
    ]


def _alike(mine: Signs, others: Sequence[Any]) -> list[tuple[Any, Likeness]]:
    """Names are compared last: that takes longest, and most others are somebody else without it."""
    signs = [(other, signs_of(other)) for other in others]
    found = [(other, compare(mine, theirs)) for other, theirs in signs if may_be_enough(mine, theirs)]
    enough = [(other, likeness) for other, likeness in found if likeness.is_enough]
    return sorted(enough, key=lambda one: (-one[1].score, one[0].reference))


def _pair(person: Participant, other_id: UUID, likeness: Likeness) -> LookAlikes:
    one, two = sorted((person.id, other_id))
    return LookAlikes(
        id=new_id(),
        one_id=one,
        other_id=two,
        score=likeness.score,
        because=list(likeness.because),
        found_at=clock.now(),
    )
