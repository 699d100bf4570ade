"""Organisations with their sites, and what they offer."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0001"
down_revision = None

WORDS = (
    "setweight(to_tsvector('english'::regconfig, title), 'A')"
    " || setweight(to_tsvector('english'::regconfig, summary), 'B')"
    " || setweight(to_tsvector('english'::regconfig, how_it_helps || ' ' || who_for), 'C')"
)


def upgrade() -> None:
    """The directory; near-words are found by trigrams."""
    op.execute("create extension if not exists pg_trgm")
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("joined_on", sa.Date, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("website", sa.Text),
        sa.Column("phone", sa.Text),
        sa.Column("email", sa.Text),
        sa.Column("verified_on", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
    )
    op.create_table(
        "site",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("address_lines", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("town", sa.Text, nullable=False),
        sa.Column("postcode", sa.Text, nullable=False),
        sa.Column("latitude", sa.Double),
        sa.Column("longitude", sa.Double),
        sa.PrimaryKeyConstraint("id", name="pk_site"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_site_organisation_id_organisation"
        ),
    )
    op.create_index("ix_site_organisation_id", "site", ["organisation_id"])
    op.create_table(
        "offer",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("site_id", sa.Uuid),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("how_it_helps", sa.Text, nullable=False),
        sa.Column("who_for", sa.Text, nullable=False),
        sa.Column("barriers", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("delivery", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("languages", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("accessibility", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("places_taken", sa.Integer, nullable=False),
        sa.Column("price_pence", sa.Integer, nullable=False),
        sa.Column("published_on", sa.Date, nullable=False),
        sa.Column("withdrawn_on", sa.Date),
        sa.Column("words", TSVECTOR, sa.Computed(WORDS, persisted=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_offer"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_offer_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_offer_site_id_site"),
        sa.CheckConstraint("places_taken between 0 and capacity", name="ck_offer_places"),
        sa.CheckConstraint("price_pence >= 0", name="ck_offer_price"),
    )
    op.create_index("ix_offer_organisation_id", "offer", ["organisation_id"])
    op.create_index("ix_offer_category", "offer", ["category"])
    op.create_index("ix_offer_words", "offer", ["words"], postgresql_using="gin")
    op.create_index("ix_offer_barriers", "offer", ["barriers"], postgresql_using="gin")


def downgrade() -> None:
    """Without a directory."""
    op.drop_table("offer")
    op.drop_table("site")
    op.drop_table("organisation")
