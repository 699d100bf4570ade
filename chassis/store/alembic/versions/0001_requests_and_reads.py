"""Requests that are done once, and the log of who read whose record."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Two tables."""
    op.create_table(
        "idempotency",
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("headers", sa.Text()),
        sa.Column("body", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("actor", "route", "key", name="pk_idempotency"),
        comment="Which request was done under which Idempotency-Key, and its answer (encrypted).",
    )
    op.create_index("ix_idempotency_created_at", "idempotency", ["created_at"])
    op.create_table(
        "access_log",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid()),
        sa.Column("actor_name", sa.Text()),
        sa.Column("org", sa.Uuid()),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("correlation_id", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_access_log"),
        comment="Who read what of whose record. Names and reasons are encrypted.",
    )
    op.create_index("ix_access_log_person_id_at", "access_log", ["person_id", "at"])
    op.create_index("ix_access_log_actor_id_at", "access_log", ["actor_id", "at"])


def downgrade() -> None:
    """Both go."""
    op.drop_table("access_log")
    op.drop_table("idempotency")
