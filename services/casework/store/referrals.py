"""Referrals of the marketplace, kept here so that the case page can show how they go."""

from uuid import UUID

from sqlalchemy import Column, Date, Integer, Select, Table, Text, Uuid, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.casework.domain.referrals import Referral
from services.casework.store.base import mapper, metadata
from services.casework.store.columns import secret

referral = Table(
    "referral",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("reference", Text),
    Column("from_organisation_id", Uuid),
    Column("to_organisation_id", Uuid),
    Column("offer_id", Uuid),
    Column("due_on", Date),
    Column("sent_on", Date),
    Column("acknowledged_on", Date),
    Column("accepted_on", Date),
    Column("started_on", Date),
    Column("declined_on", Date),
    Column("not_started_on", Date),
    Column("withdrawn_on", Date),
    Column("expired_on", Date),
    Column("ended_on", Date),
    Column("reason", secret),
)

mapper.map_imperatively(Referral, referral)


def known_or_stub(session: Session, referral_id: UUID, participant_id: UUID) -> Referral:
    """The referral, held for update; a stub if nothing has been heard of it before."""
    stub = {"id": referral_id, "participant_id": participant_id, "state": "sent", "sequence": 0}
    session.execute(insert(referral).values(stub).on_conflict_do_nothing(index_elements=["id"]))
    query = select(Referral).where(referral.c.id == referral_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def of(participant_id: UUID) -> Select[Referral]:
    """A person's referrals; of a stub nothing can be shown yet."""
    return select(Referral).where(
        referral.c.participant_id == participant_id, referral.c.sent_on.is_not(None)
    )
