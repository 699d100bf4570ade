"""People: search, duplicates, circumstances over time."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from services.casework.migrations import row_security

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, then the walls around them."""
    search()
    duplicates()
    mergers()
    ratings()
    joining()


def search() -> None:
    """Keys by which a misspelt name is found; what the release before writes is found by a timer."""
    op.create_table(
        "participant_name_key",
        sa.Column("key", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), primary_key=True, index=True),
        comment="Keyed hashes of spellings, beginnings and sounds of names: a misspelt name is found.",
    )
    findable_as = sa.Column("findable_as", sa.Integer, nullable=False, server_default="0")
    op.add_column("participant", findable_as)
    op.create_index("ix_participant_findable_as", "participant", ["findable_as"])
    _wall(*row_security.protect("participant_name_key"))


def duplicates() -> None:
    """Pairs of records that may be about one person."""
    op.create_table(
        "lookalike",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("one_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False),
        sa.Column("other_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=True),
        sa.Column("score", sa.Integer, nullable=False),
        sa.Column("because", ARRAY(sa.Text), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True)),
        sa.Column("dismissed_by", sa.Uuid),
    )
    op.create_index("uq_lookalike", "lookalike", ["one_id", "other_id"], unique=True)
    op.create_index(
        "ix_lookalike_open",
        "lookalike",
        ["score", "id"],
        postgresql_where=sa.text("dismissed_at is null"),
    )
    _wall(*row_security.protect_pair("lookalike", "one_id", "other_id"))


def mergers() -> None:
    """Which record was merged into which; what went over with it, so that it can come back."""
    op.add_column("participant", sa.Column("merged_into", sa.Uuid, sa.ForeignKey("participant.id")))
    op.create_index("ix_participant_merged_into", "participant", ["merged_into"])
    op.add_column("attachment", sa.Column("set_aside_on", sa.Date))
    op.create_table(
        "merger",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("merged_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=True),
        sa.Column("survivor_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("occurred_on", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        sa.Column("filled", sa.Text, nullable=False),
        sa.Column("undone_on", sa.Date),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.Column("undone_by", sa.Uuid),
    )
    op.create_index(
        "uq_merger_standing",
        "merger",
        ["merged_id"],
        unique=True,
        postgresql_where=sa.text("undone_at is null"),
    )
    op.create_table(
        "merger_row",
        sa.Column("merger_id", sa.Uuid, sa.ForeignKey("merger.id"), primary_key=True),
        sa.Column("table_name", sa.Text, primary_key=True),
        sa.Column("row_id", sa.Uuid, primary_key=True),
        sa.Column("version_was", sa.Integer, comment="The number that a version of a plan had before."),
    )
    _wall(*row_security.protect("merger", "survivor_id"))
    _wall(*row_security.protect_part("merger_row", "merger_id", "merger"))


def ratings() -> None:
    """How much each barrier stands in the way, said from time to time."""
    op.create_table(
        "barrier_rating",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False),
        sa.Column("barrier", sa.Text, nullable=False),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("occurred_on", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        sa.Column("party", sa.Text, nullable=False),
        sa.Column("assisted", sa.Boolean, nullable=False),
        sa.Column("note", sa.Text),
    )
    op.create_index(
        "ix_barrier_rating_participant_id_occurred_on",
        "barrier_rating",
        ["participant_id", "occurred_on", "recorded_at"],
    )
    _wall(*row_security.protect("barrier_rating"))


def joining() -> None:
    """What people tell before there is a record, encrypted whole."""
    moments = ("begun_at", "changed_at", "sent_at", "settled_at")
    op.create_table(
        "joining_request",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=name > "s") for name in moments),
        sa.Column("begun_by", sa.Uuid),
        sa.Column("referral_id", sa.Uuid),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("settled_by", sa.Uuid),
        sa.Column("outcome", sa.Text),
        sa.Column("record_id", sa.Uuid),
        sa.Column("reason", sa.Text),
        sa.Column("code_index", sa.Text),
    )
    op.create_index("uq_joining_request_code_index", "joining_request", ["code_index"], unique=True)
    op.create_index(
        "ix_joining_request_open",
        "joining_request",
        ["organisation_id", "begun_at", "id"],
        postgresql_where=sa.text("settled_at is null"),
    )
    _wall(*row_security.protect_beginnings("joining_request"))


def _wall(*statements: str) -> None:
    for statement in statements:
        op.execute(statement)
