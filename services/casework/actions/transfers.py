"""Handing people over, with a note, to a colleague who says yes."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.store.paging import Page, page
from services.casework import policy
from services.casework.actions import waiting
from services.casework.actions.colleagues import require_colleague
from services.casework.actions.records import read, record_of
from services.casework.domain.transfers import Transfer
from services.casework.domain.waiting import HANDOVER
from services.casework.store import participants, staff, transfers
from services.casework.store.transfers import transfer as table

NOT_ASKED = "Only the colleague who was asked can answer."


def offer_transfer(
    session: Session, actor: Actor, participant_id: UUID, to_adviser_id: UUID, note: str
) -> dict[str, Any]:
    """A colleague is asked to look after a person from now on, and told what they have to know."""
    person = record_of(session, actor, participant_id, for_update=True)
    require_colleague(session, actor, to_adviser_id, "to_adviser_id")
    offered = Transfer(
        id=new_id(),
        participant_id=person.id,
        organisation_id=policy.organisation_of(actor),
        from_adviser_id=person.adviser_id,
        to_adviser_id=to_adviser_id,
        note=note,
        offered_by=policy.account_of(actor),
        offered_by_name=actor.name,
        offered_at=clock.now(),
    )
    happened = offered.offer(clock.today())
    transfers.add(session, offered)
    outbox.record(session, *happened)
    asked = (offered.organisation_id, offered.to_adviser_id)
    waiting.for_adviser(session, actor, *asked, HANDOVER, offered.id)
    return shown(session, [offered])[0]


def accept_transfer(session: Session, actor: Actor, transfer_id: UUID) -> dict[str, Any]:
    """The colleague says yes, and looks after the person from today on."""
    offered = transfer_of(session, actor, transfer_id)
    policy.require(policy.may_answer_transfer(actor, offered.to_adviser_id), NOT_ASKED)
    person = record_of(session, actor, offered.participant_id, for_update=True)
    today = clock.today()
    happened = offered.accept(person.adviser_id, clock.now(), today)
    allocated = person.allocate(offered.to_adviser_id, offered.organisation_id, today, today)
    session.flush()
    outbox.record(session, *happened, *allocated, *person.contact_card_changed())
    return shown(session, [offered])[0]


def decline_transfer(session: Session, actor: Actor, transfer_id: UUID, because: str) -> dict[str, Any]:
    """The colleague says no, and why."""
    offered = transfer_of(session, actor, transfer_id)
    policy.require(policy.may_answer_transfer(actor, offered.to_adviser_id), NOT_ASKED)
    outbox.record(session, *offered.decline(because, clock.now(), clock.today()))
    return shown(session, [offered])[0]


def withdraw_transfer(session: Session, actor: Actor, transfer_id: UUID) -> dict[str, Any]:
    """Whoever asked takes it back."""
    offered = transfer_of(session, actor, transfer_id)
    may = policy.may_withdraw_transfer(actor, offered.offered_by)
    policy.require(may, "Only whoever asked takes it back.")
    outbox.record(session, *offered.withdraw(clock.now(), clock.today()))
    return shown(session, [offered])[0]


def list_transfers(
    session: Session, actor: Actor, participant_id: UUID, *, cursor: str | None, limit: int
) -> Page[dict[str, Any]]:
    """Every time that a person was to be handed over, the latest first."""
    read(session, actor, participant_id, "transfers")
    keys = (table.c.offered_at, table.c.id)
    found = page(
        session, transfers.of(participant_id), keys=keys, cursor=cursor, limit=limit, descending=True
    )
    return Page(shown(session, found.items), found.next)


def transfer_of(session: Session, actor: Actor, transfer_id: UUID) -> Transfer:
    """An offer about somebody whose record the actor may see, held for update."""
    seen = policy.visible(actor, table.c.participant_id)
    return policy.found(transfers.find(session, seen, transfer_id), "There is no such transfer.")


def shown(session: Session, some: list[Transfer]) -> list[dict[str, Any]]:
    """Transfers with the names of all whom they are about."""
    people = participants.called(session, {one.participant_id for one in some})
    names = staff.names(session, {id for one in some for id in (one.from_adviser_id, one.to_adviser_id)})
    return [
        {
            "transfer": one,
            "called": people.get(one.participant_id),
            "from_adviser_name": names.get(one.from_adviser_id),
            "to_adviser_name": names.get(one.to_adviser_id),
        }
        for one in some
    ]
