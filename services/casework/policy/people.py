"""Whose record an actor may see, in a list as for one: a single rule. And whose word a step is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Date, DateTime, Uuid, and_, bindparam, false, or_, true

from chassis import clock
from chassis.actor import Actor
from chassis.policy import require
from services.casework.domain.by import By
from services.casework.domain.participants import PROVIDER, Participant
from services.casework.policy.standing import account_of
from services.casework.store.participants import participant, served_by
from services.casework.store.restrictions import closed_to

STAFF_WITH_RECORDS = ("adviser", "team leader", "data-protection officer")
"""The roles that see the records of those for whom their organisation provides. An operator sees none."""

ASSISTANTS = ("adviser", "team leader")
"""Who lends a hand to somebody who is with them, and speaks their word into the record."""

OFFICER = "data-protection officer"
"""Sees restricted records too, for somebody has to look after them."""

OWN_TO_CHANGE = frozenset({"called", "card", "accessibility_needs"})


@dataclass(frozen=True)
class Sight:
    """By which ways somebody sees records: so few that a statement can be kept for each."""

    everybody: bool = False
    themself: bool = False
    served: bool = False
    """Those for whom their organisation provides on that day."""
    assisted_alone: bool = False
    """Of those only the one for whom they act at this moment."""
    restricted: bool = False
    """Of those also the ones whose records are restricted and do not name them."""

    def filter(
        self, person: ColumnElement[Any] = participant.c.id, given: Mapping[str, Any] | None = None
    ) -> ColumnElement[bool]:
        """What is true of a row that may be seen; its values (`seen_as`) are given now, or when asked."""

        def value(name: str, kind: Any = Uuid) -> Any:
            return bindparam(name, given[name], kind) if given else bindparam(name, type_=kind)

        if self.everybody:
            return true()
        themself = person == value("seer_person") if self.themself else false()
        served: ColumnElement[bool] = false()
        if self.served:
            served = person.in_(served_by(value("seer_org"), PROVIDER, value("seen_on", Date)))
            if not self.restricted:
                at = value("seen_at", DateTime(timezone=True))
                served = and_(served, person.not_in(closed_to(value("seer"), at)))
        if self.assisted_alone:
            served = and_(served, person == value("seer_for"))
        return or_(themself, served)


def sight(actor: Actor) -> Sight:
    """By which ways this actor sees records."""
    if actor.kind == "system":
        return Sight(everybody=True)
    served = actor.org is not None and actor.has(*STAFF_WITH_RECORDS)
    assisted = served and actor.acting_for is not None
    return Sight(False, _is_participant(actor), served, assisted, served and actor.has(OFFICER))


def seen_as(actor: Actor) -> dict[str, Any]:
    """The values of the filter of this actor's sight."""
    return {
        "seer_person": actor.person_id,
        "seer_org": actor.org,
        "seer_for": actor.acting_for,
        "seer": actor.id,
        "seen_on": clock.today(),
        "seen_at": clock.real_now(),
    }


def visible(actor: Actor, person: ColumnElement[Any] = participant.c.id) -> ColumnElement[bool]:
    """The filter of every query about people: `person` is the column that names whom a row is about."""
    return sight(actor).filter(person, seen_as(actor))


def visible_restricted(actor: Actor, person: ColumnElement[Any] = participant.c.id) -> ColumnElement[bool]:
    """The same, as if no record were restricted: for whoever is about to break the glass."""
    return replace(sight(actor), restricted=True).filter(person, seen_as(actor))


def by(actor: Actor, person_id: object) -> By:
    """Whose word it is when this actor does something to that person's record."""
    account_id = account_of(actor)
    if _is_participant(actor) and actor.person_id == person_id:
        return By("participant", account_id)
    if actor.acting_for is not None and actor.acting_for == person_id:
        require(actor.has(*ASSISTANTS), "Only an adviser acts for somebody else.")
        return By("participant", account_id, assisted=True, helper=actor.name)
    return By("adviser", account_id)


def may_amend(by: By, changes: Collection[str]) -> bool:
    """A person changes how they are called and reached; who they are, an adviser corrects with them."""
    return by.party == "adviser" or by.assisted or OWN_TO_CHANGE.issuperset(changes)


def may_merge(actor: Actor, *people: Participant) -> bool:
    """A team leader of the organisation that answers for both records."""
    return actor.has("team leader") and all(one.organisation_id == actor.org for one in people)


def may_see_access(actor: Actor, person_id: object) -> bool:
    """Who has read a record is for the person and for the data-protection officer to know."""
    return by(actor, person_id).party == "participant" or actor.has("data-protection officer")


def _is_participant(actor: Actor) -> bool:
    return actor.has("participant") and actor.person_id is not None
