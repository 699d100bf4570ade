"""On what milestones and claims stand: everything that is known for it of many people, in a few questions."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

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

T = TypeVar("T")


@dataclass(frozen=True)
class Ground:
    """What is known of one person, and what stands by it so far."""

    participant_id: UUID
    told: Sequence[Spell]
    attached: Sequence[Attachment]
    paid: Sequence[Payslip]
    reached: Sequence[Milestone]
    claims: Sequence[Claim]

    def claims_of(self, attached: Attachment) -> list[Claim]:
        """Those made on one attachment that have not been reversed."""
        return [one for one in self.claims if one.attachment_id == attached.id]


def of(session: Session, ids: Collection[UUID]) -> list[Ground]:
    """What is known of these people, in their order; claims that stand are held for update."""
    spells = _by_person(session, _spells(ids))
    attachments = _by_person(session, _attachments(ids))
    paid = _by_person(session, payslips.counting(_among(payslip.c.participant_id, ids)))
    reached = _by_person(session, _milestones(ids))
    claims = _by_person(session, _claims(ids))
    return [Ground(one, spells[one], attachments[one], paid[one], reached[one], claims[one]) for one in ids]


def _spells(ids: Collection[UUID]) -> Select[Any]:
    query = select(Spell).where(_among(spell.c.participant_id, ids), ~spell.c.voided)
    return query.order_by(spell.c.started_on, spell.c.id)


def _attachments(ids: Collection[UUID]) -> Select[Any]:
    query = select(Attachment).where(_among(attachment.c.participant_id, ids))
    return query.order_by(attachment.c.attached_on, attachment.c.id)


def _milestones(ids: Collection[UUID]) -> Select[Any]:
    stands = milestone.c.withdrawn_on.is_(None)
    return (
        select(Milestone).where(_among(milestone.c.participant_id, ids), stands).order_by(milestone.c.weeks)
    )


def _claims(ids: Collection[UUID]) -> Select[Any]:
    query = select(Claim).where(_among(claim.c.participant_id, ids), claim.c.reversed_on.is_(None))
    held = query.order_by(claim.c.id).with_for_update()
    return held.execution_options(populate_existing=True)


def _by_person(session: Session, query: Select[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for one in session.scalars(query):
        found[one.participant_id].append(one)
    return found


def _among(column: ColumnElement[Any], ids: Iterable[UUID]) -> ColumnElement[bool]:
    return column == any_(literal(list(ids), ARRAY(Uuid)))
