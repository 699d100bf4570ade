"""What the gateway keeps of others' events: names of organisations, and the open events for its feed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Neither table has anything about a person."""
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.String(60)),
        sa.Column("joined_on", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
    )
    op.create_table(
        "open_event",
        sa.Column("place", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("subject", sa.Uuid, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("correlation_id", sa.Text),
        sa.Column("data", JSONB, nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_open_event"),
        sa.UniqueConstraint("id", name="uq_open_event_id"),
    )
    op.create_index("ix_open_event_type", "open_event", ["type", "place"])
