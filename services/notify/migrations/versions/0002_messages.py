"""Messages, what was tried for each, and the letters that wait to be printed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

THEIRS = """
    create policy message_sheet_theirs on message_sheet using (
        current_setting('workstead.kind', true) = 'system'
        or person_id in (select id from person)
    )
"""


def upgrade() -> None:
    """One message per fact, template and recipient; a letter is seen where its person is."""
    op.create_table(
        "message",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("recipient_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid),
        sa.Column("subscription_id", sa.Uuid),
        sa.Column("fact_id", sa.Uuid, nullable=False),
        sa.Column("fact", sa.Text, nullable=False),
        sa.Column("about", sa.Uuid, nullable=False),
        sa.Column("template", sa.Text, nullable=False),
        sa.Column("template_version", sa.Integer),
        sa.Column("language", sa.Text),
        sa.Column("values", sa.Text, nullable=False),
        sa.Column("channels", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("channel", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True)),
        sa.Column("next_try_at", sa.DateTime(timezone=True)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("told_on", sa.Date),
        sa.Column("subject", sa.Text),
        sa.Column("body", sa.Text),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint(
            "fact_id", "template", "recipient_id", name="uq_message_fact_id_template_recipient_id"
        ),
    )
    for column in ("person_id", "subscription_id", "about"):
        op.create_index(f"ix_message_{column}", "message", [column])
    op.create_index("ix_message_state_due_at", "message", ["state", "due_at"])
    op.create_table(
        "message_step",
        sa.Column("id", sa.Integer, sa.Identity(always=True), nullable=False),
        sa.Column("message_id", sa.Uuid, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_message_step"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_message_step_message_id_message"),
    )
    op.create_index("ix_message_step_message_id", "message_step", ["message_id"])
    op.create_table(
        "message_sheet",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("page", sa.Text),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_on", sa.Date),
        sa.Column("withdrawn", sa.Boolean, server_default="false", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_message_sheet"),
        sa.ForeignKeyConstraint(["id"], ["message.id"], name="fk_message_sheet_id_message"),
    )
    op.create_index("ix_message_sheet_person_id", "message_sheet", ["person_id"])
    op.create_index(
        "ix_message_sheet_waiting",
        "message_sheet",
        ["written_at"],
        postgresql_where=sa.text("posted_on IS NULL AND NOT withdrawn"),
    )
    op.execute("alter table message_sheet enable row level security")
    op.execute("alter table message_sheet force row level security")
    op.execute(THEIRS)


def downgrade() -> None:
    """Nothing to tell."""
    for table in ("message_sheet", "message_step", "message"):
        op.drop_table(table)
