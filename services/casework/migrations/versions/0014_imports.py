"""Imports: files wait in parts until they are looked at; what rows say goes as soon as they are settled."""

import sqlalchemy as sa
from alembic import op

from services.casework.migrations import row_security

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what whoever runs the release before need not fill, and empty the rows that are settled."""
    for column in ("finished_at", "dropped_at"):
        op.add_column("upload", sa.Column(column, sa.DateTime(timezone=True)))
    op.add_column("upload_row", sa.Column("about_id", sa.Uuid, index=True))
    for column in ("key", "values"):
        op.alter_column("upload_row", column, nullable=True)
    op.create_table(
        "upload_lot",
        sa.Column("import_id", sa.Uuid, sa.ForeignKey("upload.id"), primary_key=True),
        sa.Column("first", sa.Integer, primary_key=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("cells", sa.Text, nullable=False),
        comment="Rows of a file that nobody has looked at yet, encrypted.",
    )
    for statement in row_security.protect_of_organisation("upload_lot"):
        op.execute(statement)
    op.execute("select set_config('workstead.kind', 'system', true)")
    op.execute("update upload_row set key = null, values = null where state <> 'ready'")
    op.execute("select set_config('workstead.kind', '', true)")
