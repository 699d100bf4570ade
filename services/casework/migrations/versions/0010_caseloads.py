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
    imports()
    for statement in walls():
        op.execute(statement)
    look_up_one_by_one()


def look_up_one_by_one() -> None:
    """Walls that stand ask the index for one row's person, and gather nobody else."""
    standing = op.get_bind().exec_driver_sql
    people = standing(row_security.OF_PEOPLE.replace("%", "%%")).all()
    parts = standing(row_security.OF_PARTS.replace("%", "%%")).all()
    for statement in [
        *(row_security.look_up_person(*wall) for wall in people),
        *(row_security.look_up_part(*wall) for wall in parts),
    ]:
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


def imports() -> None:
    """Files that come in row by row; what a row says is encrypted, and a key is done once."""
    op.create_table(
        "upload",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False, index=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("begun_by", sa.Uuid, nullable=False),
        sa.Column("begun_by_name", sa.Text),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "upload_row",
        sa.Column("import_id", sa.Uuid, sa.ForeignKey("upload.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("key_index", sa.Text, nullable=False),
        sa.Column("values", sa.Text, nullable=False),
        sa.Column("errors", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("thing_id", sa.Uuid),
        sa.UniqueConstraint("import_id", "key_index", name="uq_upload_row_import_id_key_index"),
    )
    op.create_index("ix_upload_row_state", "upload_row", ["import_id", "state", "number"])
    done = ["organisation_id", "kind", "key_index"]
    op.create_index(
        "uq_upload_row_done", "upload_row", done, unique=True, postgresql_where=sa.text("state = 'done'")
    )


def walls() -> list[str]:
    """A person's rows are theirs and their provider's; how an organisation works is its own."""
    return [
        *row_security.protect("transfer"),
        *row_security.protect_of_organisation("cover"),
        *row_security.protect_of_organisation("adviser_profile"),
        *row_security.protect_of_organisation("upload"),
        *row_security.protect_of_organisation("upload_row"),
    ]
