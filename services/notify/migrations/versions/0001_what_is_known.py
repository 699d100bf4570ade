"""What is known of people, appointments and newsletters, all of it from others' events."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

THEIRS = """
    create policy person_theirs on person using (
        current_setting('workstead.kind', true) = 'system'
        or organisation_id::text = current_setting('workstead.org', true)
        or id::text = current_setting('workstead.person', true)
    )
"""


def upgrade() -> None:
    """Contact cards are encrypted, and each row is for the person's own organisation alone."""
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("organisation_id", sa.Uuid),
        sa.Column("adviser_id", sa.Uuid),
        sa.Column("belongs_since", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("card_values", sa.Text),
        sa.Column("card_since", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("erased", sa.Boolean, server_default="false", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_index("ix_person_organisation_id", "person", ["organisation_id"])
    op.execute("alter table person enable row level security")
    op.execute("alter table person force row level security")
    op.execute(THEIRS)
    op.create_table(
        "appointment",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True)),
        sa.Column("ends_at", sa.DateTime(timezone=True)),
        sa.Column("channel", sa.Text),
        sa.Column("supersedes", sa.Uuid),
        sa.Column("details", sa.Text),
        sa.Column("called_off", sa.Boolean, server_default="false", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_appointment"),
    )
    op.create_index("ix_appointment_person_id", "appointment", ["person_id"])
    op.create_table(
        "subscription",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("address", sa.Text),
        sa.Column("token", sa.Text),
        sa.Column("language", sa.Text, server_default="en", nullable=False),
        sa.Column("requested_since", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("confirmed_on", sa.Date),
        sa.Column("ended_on", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
    )
    op.create_table(
        "newsletter",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_newsletter"),
    )


def downgrade() -> None:
    """Knowing nothing."""
    for table in ("newsletter", "subscription", "appointment", "person"):
        op.drop_table(table)
