"""What will be claimed if things go on as they are: worked out with the claims, and read by month."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    Row,
    Table,
    Text,
    Uuid,
    any_,
    delete,
    func,
    literal,
    select,
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


def by_month(
    session: Session, seen: ColumnElement[bool], after: date, until: date
) -> list[Row[tuple[date, str, str, int, int]]]:
    """Month by month, programme by programme, kind by kind: how many fees and how much."""
    month = func.date_trunc("month", forecast_fee.c.claimable_on).cast(Date).label("month")
    parts = (month, forecast_fee.c.tariff, forecast_fee.c.kind)
    total = func.sum(forecast_fee.c.amount_pence).label("amount_pence")
    days = (forecast_fee.c.claimable_on > after, forecast_fee.c.claimable_on <= until)
    query = select(*parts, func.count().label("count"), total).where(seen, *days)
    return list(session.execute(query.group_by(*parts).order_by(*parts)))
