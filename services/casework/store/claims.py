"""Claims. The database itself refuses two that stand for the same fee."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    Select,
    Table,
    Text,
    Uuid,
    and_,
    func,
    select,
)
from sqlalchemy.orm import Session

from services.casework.domain.claims import Claim
from services.casework.store.attachments import attachment
from services.casework.store.base import add_many, mapper, metadata, one
from services.casework.store.columns import secret

claim = Table(
    "claim",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("attachment_id", Uuid, ForeignKey("attachment.id")),
    Column("contract_id", Uuid, ForeignKey("contract.id")),
    Column("participant_id", Uuid, ForeignKey("participant.id"), index=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("tariff", Text, nullable=False),
    Column("payment_group", secret, nullable=False),
    Column("kind", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("began_on", Date, nullable=False),
    Column("reached_on", Date, nullable=False),
    Column("claimable_on", Date, nullable=False),
    Column("amount_pence", Integer, nullable=False),
    Column("currency", Text, nullable=False),
    Column("claimed_on", Date),
    Column("evidence", Text),
    Column("evidenced_on", Date),
    Column("evidenced_by", Uuid),
    Column("validated_on", Date),
    Column("validated_by", Uuid),
    Column("paid_on", Date),
    Column("paid_by", Uuid),
    Column("rejected_on", Date),
    Column("rejected_by", Uuid),
    Column("rejected_reason", Text),
    Column("reversed_on", Date),
    Column("reversed_because", Text),
    Column("repaid_on", Date),
    Column("repaid_by", Uuid),
    CheckConstraint("amount_pence > 0", name="amount"),
    CheckConstraint(
        "(attachment_id is null) = (participant_id is null)"
        " and (attachment_id is null) <> (contract_id is null)",
        name="ground",
    ),
    Index(
        "uq_claim_standing",
        "attachment_id",
        "kind",
        "number",
        unique=True,
        postgresql_where="reversed_on is null",
    ),
    Index(
        "uq_claim_of_contract",
        "contract_id",
        "kind",
        "number",
        unique=True,
        postgresql_where="reversed_on is null",
    ),
    Index("ix_claim_organisation_id_claimable_on", "organisation_id", "claimable_on", "id"),
)

mapper.map_imperatively(Claim, claim)

_STATES: dict[str, Collection[ColumnElement[bool]]] = {
    "repaid": (claim.c.repaid_on.is_not(None),),
    "clawed-back": (
        claim.c.reversed_on.is_not(None),
        claim.c.paid_on.is_not(None),
        claim.c.repaid_on.is_(None),
    ),
    "reversed": (claim.c.reversed_on.is_not(None), claim.c.paid_on.is_(None)),
    "rejected": (claim.c.reversed_on.is_(None), claim.c.rejected_on.is_not(None)),
    "paid": (claim.c.reversed_on.is_(None), claim.c.paid_on.is_not(None)),
    "validated": (
        claim.c.reversed_on.is_(None),
        claim.c.rejected_on.is_(None),
        claim.c.paid_on.is_(None),
        claim.c.validated_on.is_not(None),
    ),
    "claimed": (
        claim.c.reversed_on.is_(None),
        claim.c.rejected_on.is_(None),
        claim.c.validated_on.is_(None),
        claim.c.evidenced_on.is_(None),
        claim.c.claimed_on.is_not(None),
    ),
    "evidenced": (
        claim.c.reversed_on.is_(None),
        claim.c.rejected_on.is_(None),
        claim.c.validated_on.is_(None),
        claim.c.evidenced_on.is_not(None),
    ),
    "reached": (claim.c.reversed_on.is_(None), claim.c.claimed_on.is_(None)),
}
"""The states of `Claim.state`, as the database finds them."""

COUNTS = and_(claim.c.claimed_on.is_not(None), claim.c.rejected_on.is_(None), claim.c.reversed_on.is_(None))


def keep(session: Session, some: Iterable[Claim]) -> None:
    """Keep those that are new, at once; what became of the others goes before them, for the database lets no
    two stand for one fee.
    """
    session.flush()
    add_many(session, claim, [each for each in some if each not in session])


def find(
    session: Session, seen: ColumnElement[bool], claim_id: UUID, *, for_update: bool = False
) -> Claim | None:
    """One claim, if it is among those that may be seen."""
    query = select(Claim).where(claim.c.id == claim_id, seen)
    return one(session, query, for_update=for_update)


def of_contract(session: Session, contract_id: UUID) -> list[Claim]:
    """The claims of a contract that have not been reversed, held for update."""
    query = select(Claim).where(claim.c.contract_id == contract_id, claim.c.reversed_on.is_(None))
    held = query.order_by(claim.c.id).with_for_update().execution_options(populate_existing=True)
    return list(session.scalars(held))


def outcomes(session: Session, organisation_id: UUID, tariff: str, kind: str) -> list[tuple[date, date]]:
    """When each outcome's person had started, and when it was reached; without those rejected."""
    stands = (claim.c.reversed_on.is_(None), claim.c.rejected_on.is_(None))
    whose = (claim.c.organisation_id == organisation_id, claim.c.tariff == tariff, claim.c.kind == kind)
    started = attachment.c.attached_on
    joined = claim.join(attachment, attachment.c.id == claim.c.attachment_id)
    rows = session.execute(select(started, claim.c.reached_on).select_from(joined).where(*whose, *stands))
    return [(attached_on, reached_on) for attached_on, reached_on in rows]


def listed(
    seen: ColumnElement[bool],
    as_of: date,
    *,
    participant_id: UUID | None = None,
    state: str | None = None,
) -> Select[Claim]:
    """The claims reached by the end of a day, in the state in which they are now."""
    query = select(Claim).where(seen, claim.c.reached_on <= as_of)
    if participant_id is not None:
        query = query.where(claim.c.participant_id == participant_id)
    return query if state is None else query.where(*_STATES[state])


def earned_pence(
    session: Session, seen: ColumnElement[bool], as_of: date, participant_id: UUID | None
) -> int:
    """What has been earned by the end of a day: claimable by then, and neither rejected nor reversed."""
    query = select(func.coalesce(func.sum(claim.c.amount_pence), 0)).where(
        seen, COUNTS, claim.c.claimable_on <= as_of
    )
    if participant_id is not None:
        query = query.where(claim.c.participant_id == participant_id)
    return int(session.scalar(query) or 0)
