"""Members, and what they say."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0001"
down_revision = None

THREAD_WORDS = (
    "setweight(to_tsvector('english'::regconfig, title), 'A')"
    " || setweight(to_tsvector('english'::regconfig, body), 'B')"
)
REPLY_WORDS = "to_tsvector('english'::regconfig, body)"


def upgrade() -> None:
    """A member is found by the subject that the gateway made for the community alone."""
    op.create_table(
        "member",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("subject", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_key", sa.Text, nullable=False),
        sa.Column("pseudonym", sa.Boolean, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("joined_on", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
        sa.UniqueConstraint("subject", name="uq_member_subject"),
        sa.UniqueConstraint("name_key", name="uq_member_name_key"),
    )
    op.create_table(
        "thread",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("space", sa.Text, nullable=False),
        sa.Column("member_id", sa.Uuid, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_reply_id", sa.Uuid),
        sa.Column("hidden_at", sa.DateTime(timezone=True)),
        sa.Column("hidden_reason", sa.Text),
        sa.Column("words", TSVECTOR, sa.Computed(THREAD_WORDS, persisted=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_thread"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_thread_member_id_member"),
    )
    op.create_index("ix_thread_member_id", "thread", ["member_id"])
    op.create_index("ix_thread_space_last_at", "thread", ["space", "last_at", "id"])
    op.create_index("ix_thread_words", "thread", ["words"], postgresql_using="gin")
    op.create_table(
        "reply",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("thread_id", sa.Uuid, nullable=False),
        sa.Column("member_id", sa.Uuid, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True)),
        sa.Column("hidden_reason", sa.Text),
        sa.Column("words", TSVECTOR, sa.Computed(REPLY_WORDS, persisted=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reply"),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name="fk_reply_thread_id_thread"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_reply_member_id_member"),
    )
    op.create_index("ix_reply_member_id", "reply", ["member_id"])
    op.create_index("ix_reply_thread_id_posted_at", "reply", ["thread_id", "posted_at"])
    op.create_index("ix_reply_words", "reply", ["words"], postgresql_using="gin")
    op.create_table(
        "reaction",
        sa.Column("content_id", sa.Uuid, nullable=False),
        sa.Column("member_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("content_id", "member_id", "kind", name="pk_reaction"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_reaction_member_id_member"),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("sort", sa.Text, nullable=False),
        sa.Column("content_id", sa.Uuid, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("decided_by", sa.Uuid, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
    )
    op.create_index("ix_decision_content_id", "decision", ["content_id"])


def downgrade() -> None:
    """Without a community."""
    for table in ("decision", "reaction", "reply", "thread", "member"):
        op.drop_table(table)
