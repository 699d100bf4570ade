"""On what milestones and claims stand: everything that is known for it of many people, in a few questions."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session, lazyload, load_only

from services.casework.domain.attachments import Attachment
from services.casework.domain.claims import Claim
from services.casework.domain.milestones import Milestone
from services.casework.domain.spells import Spell
from services.casework.domain.wages import Payslip
from services.casework.store import payslips
from services.casework.store.attachments import attachment
from services.casework.store.claims import claim
from services.casework.store.milestones import milestone
from services.casework.store.payslips import payslip
from services.casework.store.spells import spell

COUNTING = ("participant_id", "kind", "started_on", "ended_on", "voided")
"""What milestones and claims follow from, of a spell."""


@dataclass(frozen=True)
class Ground:
    """What is known of one person, and what stands by it so far."""

    participant_id: UUID
    told: Sequence[Spell]
    attached: Sequence[Attachment]
    paid: Sequence[Payslip]
    reached: Sequence[Milestone]
    claims: Mapping[UUID, Sequence[Claim]]
    """Those that have not been reversed, by attachment."""


def of(session: Session, ids: Collection[UUID]) -> list[Ground]:
    """What is known of these people, in their order; claims that stand are held for update."""
    spells = _by(session, _spells(ids))
    attachments = _by(session, _attachments(ids))
    paid = _by(session, payslips.counting(_among(payslip.c.participant_id, ids)))
    reached = _by(session, _milestones(ids))
    # After a merger the claims of an attachment may stand in another record than it does.
    claims = _by(session, _claims([one.id for all in attachments.values() for one in all]), "attachment_id")
    return [Ground(one, spells[one], attachments[one], paid[one], reached[one], claims) for one in ids]


def _spells(ids: Collection[UUID]) -> Select[Any]:
    """Of each only what counts: who employs them is not deciphered for it, nor who told it read."""
    counting = load_only(*(getattr(Spell, name) for name in COUNTING))
    query = select(Spell).options(counting, lazyload("*"))
    query = query.where(_among(spell.c.participant_id, ids), ~spell.c.voided)
    return query.order_by(spell.c.started_on, spell.c.id)


def _attachments(ids: Collection[UUID]) -> Select[Any]:
    query = select(Attachment).options(lazyload("*")).where(_among(attachment.c.participant_id, ids))
    return query.order_by(attachment.c.attached_on, attachment.c.id)


def _milestones(ids: Collection[UUID]) -> Select[Any]:
    stands = milestone.c.withdrawn_on.is_(None)
    return (
        select(Milestone).where(_among(milestone.c.participant_id, ids), stands).order_by(milestone.c.weeks)
    )


def _claims(ids: Collection[UUID]) -> Select[Any]:
    query = select(Claim).where(_among(claim.c.attachment_id, ids), claim.c.reversed_on.is_(None))
    held = query.order_by(claim.c.id).with_for_update()
    return held.execution_options(populate_existing=True)


def _by(session: Session, query: Select[Any], key: str = "participant_id") -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for one in session.scalars(query):
        found[getattr(one, key)].append(one)
    return found


def _among(column: ColumnElement[Any], ids: Iterable[UUID]) -> ColumnElement[bool]:
    return column == any_(literal(list(ids), ARRAY(Uuid)))
