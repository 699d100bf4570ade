"""What each role reaches by each route: worked out by asking the very rules by which the actions go.

The page docs/access.md is made of it, and tests/api/test_access.py asks the service for every cell. What a
step needs besides (the other party than a plan's author, a second person, a state that allows it) is the
domain's to say.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement

from chassis import reaching
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.reaching import EVERYTHING, NOTHING, Rule
from services.casework.policy import job_search, people, rights
from services.casework.policy.standing import account_of

OWN, OURS, RESTRICTED_TOO = "own", "organisation’s", "organisation’s, restricted too"
ACTING, LEAVE, ACTING_WITH_LEAVE = "acting for them", "with leave", "acting for them, with leave"
REASON = "with a reason"

WORDS = {
    OWN: "what is about themselves, or is their own work.",
    OURS: "the people for whom their organisation provides on that day, and what belongs to it. Of"
    " restricted records only those that name them, or for which they broke the glass.",
    RESTRICTED_TOO: "the same with every restricted record.",
    LEAVE: "their organisation’s people, while the person lets them see that part of the job search. Without"
    " leave a list is empty and a thing is not there.",
    ACTING: "only in the person’s name, while an adviser acts for somebody who is with them"
    " (`X-Acting-For`).",
    ACTING_WITH_LEAVE: "the same, of what the person lets them see.",
    REASON: "a restricted record of their organisation’s people, for a while: the person reads the reason,"
    " and the data-protection officer reviews it.",
    EVERYTHING: "the same for everybody.",
}


def a_record(actor: Actor) -> str:
    """Whatever is about a person: as their record is seen."""
    seen = people.sight(actor)
    if seen.themself:
        return OWN
    served = RESTRICTED_TOO if seen.restricted else OURS
    return served if seen.served else NOTHING


def a_closed_record(actor: Actor) -> str:
    """A restricted record, by breaking the glass."""
    seen = people.sight(actor)
    return REASON if seen.served and not seen.restricted else NOTHING


def by_filter(ask: Callable[[Actor], UUID | ColumnElement[bool]]) -> Rule:
    """What a filter of the policy lets through, or what bears the id that it names."""
    return reaching.by_filter(ask, ours=OURS, own=OWN)


def by_colleague(may: Callable[[Actor, UUID], bool]) -> Rule:
    """What an adviser does for themself, and somebody else for every colleague."""

    def rule(actor: Actor) -> str:
        if may(actor, new_id()):
            return OURS
        return OWN if may(actor, account_of(actor)) else NOTHING

    return rule


def by_word(may: Callable[[Actor, UUID], bool], acting: str = ACTING) -> Rule:
    """What hangs on whose word it is: the person's, or an adviser's who speaks it for them."""

    def rule(actor: Actor) -> str:
        whose = actor.person_id or new_id()
        if may(actor, whose):
            return a_record(actor)
        assists = actor.has(*people.ASSISTANTS)
        return acting if assists and may(replace(actor, acting_for=whose), whose) else NOTHING

    return rule


def with_leave(actor: Actor) -> str:
    """A part of the job search: the person's, and theirs whom they let see it."""
    by = people.by(actor, actor.person_id or new_id())
    if job_search.may_read_applications(by, granted=False):
        return OWN
    return LEAVE if job_search.may_read_applications(by, granted=True) else NOTHING


def a_copy(actor: Actor, whose: UUID) -> bool:
    """Whether they take the copy of everything about this person, once it is released."""
    return rights.may_take_copy(actor, people.by(actor, whose), cast(Any, _Held()))


def a_merger(actor: Actor) -> str:
    """Records are merged by those who answer for both."""
    ours = cast(Any, _Held(organisation_id=actor.org))
    return OURS if people.may_merge(actor, ours, ours) else NOTHING


@dataclass(frozen=True)
class _Held:
    """A record, or a request of somebody that has been answered, as far as a rule looks at it."""

    organisation_id: UUID | None = None
    is_open: bool = False
