"""Making one record of two, and two of one again. Claims are worked out anew: nothing counts twice."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from services.casework import policy
from services.casework.actions import derivation, duplicates
from services.casework.actions.circumstances import derive_barriers
from services.casework.actions.groups import keep_one_place
from services.casework.actions.records import of_merged, read
from services.casework.domain import mergers as rules
from services.casework.domain.barriers import standing_codes
from services.casework.domain.dates import not_in_future
from services.casework.domain.happened import Happened
from services.casework.domain.mergers import Merger
from services.casework.domain.participants import Participant
from services.casework.reference import prices
from services.casework.store import (
    attachments,
    derivations,
    findable,
    mergers,
    participants,
    recommendations,
)
from services.casework.store.mergers import merger as table


def merge_participants(
    session: Session, actor: Actor, merged_id: UUID, into: UUID, *, reason: str, on: date
) -> Merger:
    """Two records are about one person: the one goes into the other, with everything that is known."""
    not_in_future(on, clock.today())
    merged, survivor = _held(session, actor, merged_id, into)
    policy.require(policy.may_merge(actor, merged, survivor), "Another organisation answers for this record.")
    rules.check(merged, survivor)
    made = _merger(actor, merged, survivor, reason, on)
    closed = made.close_account(merged)
    # The number is told once: the merged record lets go of it before the survivor takes it.
    participants.make_findable(session, merged)
    participants.make_findable(session, survivor)
    session.add(made)
    session.flush()
    keep_one_place(session, actor, merged_id, into)
    session.flush()
    with mergers.meetings_apart(session):
        mergers.move(session, made, _that_count(session, merged_id, into, on))
    _follow(session, actor, merged, survivor, on, [*made.made(), *closed])
    return made


def undo_merger(session: Session, actor: Actor, merger_id: UUID, on: date) -> Merger:
    """They are two people after all: what had gone over comes back, and what came since stays."""
    not_in_future(on, clock.today())
    made = policy.found(mergers.standing(session, merger_id, policy.visible(actor, table.c.survivor_id)))
    merged, survivor = _held(session, actor, made.merged_id, made.survivor_id)
    policy.require(policy.may_merge(actor, merged, survivor), "Another organisation answers for this record.")
    made.undo(survivor, merged, by=policy.account_of(actor), at=clock.now(), on=on)
    reopened = _reopened(session, made, merged)
    participants.make_findable(session, survivor)
    participants.make_findable(session, merged)
    mergers.move_back(session, made)
    for attachment in attachments.of(session, merged.id):
        attachment.set_aside_on = None
    session.flush()
    _follow(session, actor, merged, survivor, on, [*made.unmade(), *reopened])
    return made


def _reopened(session: Session, made: Merger, merged: Participant) -> list[Happened]:
    """The account that was closed comes back, unless it is the way in to another record by now."""
    account = made.closed_account_id
    if account is not None and participants.signs_in(session, account):
        return []
    return made.reopen_account(merged)


def list_mergers(session: Session, actor: Actor, participant_id: UUID) -> list[dict[str, Any]]:
    """The records that were merged into this one, or it into them; the latest first."""
    read(session, actor, participant_id, "mergers")
    found = session.scalars(mergers.about(participant_id).order_by(table.c.recorded_at.desc())).all()
    people = participants.by_id(session, {id for each in found for id in (each.merged_id, each.survivor_id)})
    return [
        {"merger": each, "merged": people.get(each.merged_id), "survivor": people.get(each.survivor_id)}
        for each in found
    ]


def _held(session: Session, actor: Actor, *ids: UUID) -> tuple[Participant, Participant]:
    """Both records, held in the order of their ids: two who merge them at once do not wait forever."""
    held = {id: of_merged(session, actor, id, for_update=True) for id in sorted(set(ids))}
    for id in sorted(held):
        derivations.hold(session, id)
    return held[ids[0]], held[ids[1]]


def _merger(actor: Actor, merged: Participant, survivor: Participant, reason: str, on: date) -> Merger:
    return Merger(
        id=new_id(),
        merged_id=merged.id,
        survivor_id=survivor.id,
        organisation_id=policy.organisation_of(actor),
        reason=reason,
        occurred_on=on,
        recorded_at=clock.now(),
        recorded_by=policy.account_of(actor),
        filled=rules.join(merged, survivor),
    )


def _that_count(session: Session, merged_id: UUID, into: UUID, on: date) -> list[UUID]:
    """The programmes that go over. One whose allotted time meets that of the survivor's own is set aside:
    the person was attached twice, and is paid for once.
    """
    theirs = [each for each in attachments.of(session, into) if each.set_aside_on is None]
    counting = []
    for attachment in attachments.of(session, merged_id):
        weeks = prices.tariffs()[attachment.tariff].allotted_weeks
        if attachment.meets(theirs, weeks):
            attachment.set_aside_on = on
        else:
            counting.append(attachment.id)
    session.flush()
    return counting


def _follow(
    session: Session,
    actor: Actor,
    merged: Participant,
    survivor: Participant,
    on: date,
    happened: list[Happened],
) -> None:
    """Everything that follows from facts is worked out anew, for both."""
    outbox.record(session, *happened)
    for person in (merged, survivor):
        barriers = derive_barriers(session, person.id)
        facts = {"occurred_on": on, "barriers": sorted(standing_codes(barriers))}
        outbox.record(session, Happened("participant.circumstances-recorded", person.id, facts))
        derivation.derive(session, person.id, clock.today())
        recommendations.mark_due(session, person.id)
        findable.make_findable(session, person)
        if person.merged_into is None:
            duplicates.look_for(session, actor, person)
