"""Facts, from which all figures follow, and the amounts of claims whose people have been erased."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None


def upgrade() -> None:
    """One row for each event, under the event's own id."""
    op.create_table(
        "fact",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("subject", sa.Uuid, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("person_id", sa.Uuid),
        sa.Column("organisation_id", sa.Uuid),
        sa.Column("provider_id", sa.Uuid),
        sa.Column("occurred_on", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", JSONB, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_fact"),
    )
    op.create_index("ix_fact_event_occurred_on", "fact", ["event", "occurred_on"])
    op.create_index("ix_fact_subject_sequence", "fact", ["subject", "sequence"])
    op.create_index("ix_fact_person_id", "fact", ["person_id"])
    op.create_table(
        "claim_amount",
        sa.Column("fact_id", sa.Uuid, nullable=False),
        sa.Column("amount_pence", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("fact_id", name="pk_claim_amount"),
    )


def downgrade() -> None:
    """Without facts."""
    op.drop_table("claim_amount")
    op.drop_table("fact")
