"""What an adviser tells of themselves, so that people who fit can be suggested to them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Integer, Table, Text, Uuid, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session

from services.casework.store.base import metadata

adviser_profile = Table(
    "adviser_profile",
    metadata,
    Column("adviser_id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, nullable=False, index=True),
    Column("languages", ARRAY(Text), nullable=False),
    Column("places", ARRAY(Text), nullable=False),
    Column("needs", ARRAY(Text), nullable=False),
    Column("part_time_percent", Integer, nullable=False),
)

UNSAID: Mapping[str, Any] = {"languages": ["en"], "places": [], "needs": [], "part_time_percent": 100}
"""What is taken to be so of somebody who has told nothing."""


def keep(session: Session, adviser_id: UUID, organisation_id: UUID, told: Mapping[str, Any]) -> None:
    """It replaces what was told before."""
    row = {"adviser_id": adviser_id, "organisation_id": organisation_id, **told}
    session.execute(
        insert(adviser_profile).values(row).on_conflict_do_update(index_elements=["adviser_id"], set_=row)
    )


def of_organisation(session: Session, organisation_id: UUID) -> dict[UUID, dict[str, Any]]:
    """What each adviser of the organisation has told."""
    rows = session.execute(
        select(adviser_profile).where(adviser_profile.c.organisation_id == organisation_id)
    )
    return {row.adviser_id: {name: getattr(row, name) for name in UNSAID} for row in rows}
