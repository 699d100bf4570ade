"""What people said to purposes on which messages rest, and which record stands for one that was merged."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

THEIRS = """
    create policy consent_theirs on consent using (
        current_setting('workstead.kind', true) = 'system'
        or person_id in (select id from person)
    )
"""


def upgrade() -> None:
    """Words by person and purpose, seen where the person is; a merged record leads to another."""
    op.create_table(
        "consent",
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("given", sa.Boolean, nullable=False),
        sa.Column("occurred_on", sa.Date, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "purpose", name="pk_consent"),
    )
    op.add_column("person", sa.Column("merged_into", sa.Uuid))
    op.add_column("person", sa.Column("merged_since", sa.BigInteger, server_default="0", nullable=False))
    op.execute("alter table consent enable row level security")
    op.execute("alter table consent force row level security")
    op.execute(THEIRS)


def downgrade() -> None:
    """The release before knew nothing of either."""
    op.drop_column("person", "merged_since")
    op.drop_column("person", "merged_into")
    op.drop_table("consent")
