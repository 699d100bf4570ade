"""Who of those who work here wants to be told what waits for them; and until when some cards are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

OURS = "create policy {0}_system on {0} using (current_setting('workstead.kind', true) = 'system')"


def upgrade() -> None:
    """Two tables that are the system's alone, and messages to accounts."""
    op.create_table(
        "colleague",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("address", sa.Text),
        sa.Column("language", sa.Text, server_default="en", nullable=False),
        sa.Column("wants", sa.Text, server_default="none", nullable=False),
        sa.Column("chosen_since", sa.BigInteger, server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_colleague"),
    )
    op.create_table(
        "untold_work",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("colleague_id", sa.Uuid, nullable=False),
        sa.Column("about", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_untold_work"),
        sa.ForeignKeyConstraint(
            ["colleague_id"], ["colleague.id"], name="fk_untold_work_colleague_id_colleague"
        ),
    )
    op.create_index(
        "ix_untold_work_untold",
        "untold_work",
        ["colleague_id", "noted_at"],
        postgresql_where=sa.text("told_at is null"),
    )
    op.add_column("person", sa.Column("kept_until", sa.Date))
    op.add_column("message", sa.Column("account_id", sa.Uuid))
    op.create_index("ix_message_account_id", "message", ["account_id"])
    for table in ("colleague", "untold_work"):
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(OURS.format(table))
