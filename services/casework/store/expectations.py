"""What will be claimed if things go on as they are: worked out with the claims, read by month (`totals`)."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    any_,
    delete,
    literal,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from services.casework.domain.attachments import Attachment
from services.casework.domain.fees import Entitlement
from services.casework.store.base import add_rows, metadata

forecast_fee = Table(
    "forecast_fee",
    metadata,
    Column("attachment_id", Uuid, ForeignKey("attachment.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("tariff", Text, nullable=False),
    Column("claimable_on", Date, nullable=False),
    Column("amount_pence", Integer, nullable=False),
    Index("ix_forecast_fee_organisation_id_claimable_on", "organisation_id", "claimable_on"),
)


def replace(session: Session, expected: Sequence[tuple[Attachment, Iterable[Entitlement]]]) -> None:
    """From now on this is what is expected of people on their programmes."""
    ids = literal([attachment.id for attachment, _ in expected], ARRAY(Uuid))
    session.execute(delete(forecast_fee).where(forecast_fee.c.attachment_id == any_(ids)))
    rows = [_row(attachment, each) for attachment, entitlements in expected for each in entitlements]
    add_rows(session, forecast_fee, rows)


def _row(attachment: Attachment, expected: Entitlement) -> dict[str, Any]:
    return {
        "attachment_id": attachment.id,
        "kind": expected.kind,
        "number": expected.number,
        "participant_id": attachment.participant_id,
        "organisation_id": attachment.organisation_id,
        "tariff": attachment.tariff,
        "claimable_on": expected.claimable_on,
        "amount_pence": expected.amount_pence,
    }
