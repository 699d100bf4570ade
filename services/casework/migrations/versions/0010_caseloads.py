"""Caseloads: handing people over, cover for leave, and what advisers tell of themselves."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from services.casework.migrations import row_security

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, then the walls around them."""
    transfers()
    covers()
    profiles()
    safe_contact()
    for statement in walls():
        op.execute(statement)


def transfers() -> None:
    """Offers to hand a person over; one at a time for each person."""
    op.create_table(
        "transfer",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("from_adviser_id", sa.Uuid),
        sa.Column("to_adviser_id", sa.Uuid, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("offered_by", sa.Uuid, nullable=False),
        sa.Column("offered_by_name", sa.Text),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True)),
        sa.Column("declined_at", sa.DateTime(timezone=True)),
        sa.Column("declined_because", sa.Text),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
    )
    still_open = sa.text("accepted_at is null and declined_at is null and withdrawn_at is null")
    op.create_index(
        "uq_transfer_open", "transfer", ["participant_id"], unique=True, postgresql_where=still_open
    )
    op.create_index(
        "ix_transfer_to_adviser_id_open",
        "transfer",
        ["to_adviser_id", "offered_at"],
        postgresql_where=still_open,
    )


def covers() -> None:
    """Who stands in for whom; one colleague for each adviser on each day."""
    op.create_table(
        "cover",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("adviser_id", sa.Uuid, nullable=False),
        sa.Column("covered_by", sa.Uuid, nullable=False),
        sa.Column("from_on", sa.Date, nullable=False),
        sa.Column("until_on", sa.Date, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date),
    )
    op.create_index("ix_cover_covered_by_until_on", "cover", ["covered_by", "until_on"])
    op.create_index("ix_cover_organisation_id_until_on", "cover", ["organisation_id", "until_on"])
    op.execute(
        "alter table cover add constraint ex_cover_adviser_id exclude using gist"
        " (adviser_id with =, daterange(from_on, until_on, '[]') with &&) where (ended_on is null)"
    )


def profiles() -> None:
    """Languages, places and needs of which an adviser knows something, and how much of a week they work."""
    op.create_table(
        "adviser_profile",
        sa.Column("adviser_id", sa.Uuid, primary_key=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False, index=True),
        sa.Column("languages", ARRAY(sa.Text), nullable=False),
        sa.Column("places", ARRAY(sa.Text), nullable=False),
        sa.Column("needs", ARRAY(sa.Text), nullable=False),
        sa.Column("part_time_percent", sa.Integer, nullable=False),
    )


def safe_contact() -> None:
    """What of a contact the person had asked us not to do, and why it was done."""
    op.add_column("contact", sa.Column("voicemail", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("contact", sa.Column("against", ARRAY(sa.Text), nullable=False, server_default="{}"))
    op.add_column("contact", sa.Column("because", sa.Text))
    op.create_index("ix_message_about", "message", ["about"], postgresql_where=sa.text("about is not null"))


def walls() -> list[str]:
    """A person's rows are theirs and their provider's; how an organisation works is its own."""
    return [
        *row_security.protect("transfer"),
        *row_security.protect_of_organisation("cover"),
        *row_security.protect_of_organisation("adviser_profile"),
    ]
