"""What is kept of what was said, and who gets it by email."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0002"
down_revision = "0001"

WORDS = (
    "setweight(to_tsvector('english'::regconfig, title), 'A')"
    " || setweight(to_tsvector('english'::regconfig, body), 'B')"
)


def upgrade() -> None:
    """Addresses are encrypted, tokens hashed; an address has one subscription that has not ended."""
    op.create_table(
        "article",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("thread_id", sa.Uuid),
        sa.Column("space", sa.Text, nullable=False),
        sa.Column("member_id", sa.Uuid, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True)),
        sa.Column("hidden_reason", sa.Text),
        sa.Column("words", TSVECTOR, sa.Computed(WORDS, persisted=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
        sa.UniqueConstraint("thread_id", name="uq_article_thread_id"),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name="fk_article_thread_id_thread"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_article_member_id_member"),
    )
    op.create_index("ix_article_words", "article", ["words"], postgresql_using="gin")
    op.create_table(
        "article_edition",
        sa.Column("id", sa.Integer, sa.Identity(always=True), nullable=False),
        sa.Column("article_id", sa.Uuid, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("member_id", sa.Uuid, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_article_edition"),
        sa.UniqueConstraint("article_id", "number", name="uq_article_edition_article_id_number"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_article_edition_article_id_article"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_article_edition_member_id_member"),
    )
    op.create_table(
        "newsletter",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("introduction", sa.Text, nullable=False),
        sa.Column("content", sa.Text),
        sa.Column("member_id", sa.Uuid, nullable=False),
        sa.Column("composed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_on", sa.Date),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("sent_to", sa.Integer),
        sa.Column("article_ids", sa.ARRAY(sa.Uuid), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_newsletter"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_newsletter_member_id_member"),
    )
    op.create_table(
        "subscription",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("address", sa.Text),
        sa.Column("address_index", sa.Text),
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_on", sa.Date),
        sa.Column("ended_on", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
        sa.UniqueConstraint("token_hash", name="uq_subscription_token_hash"),
    )
    op.create_index(
        "uq_subscription_live",
        "subscription",
        ["address_index"],
        unique=True,
        postgresql_where=sa.text("ended_on IS NULL"),
    )


def downgrade() -> None:
    """Nothing kept, nothing sent."""
    for table in ("subscription", "newsletter", "article_edition", "article"):
        op.drop_table(table)
