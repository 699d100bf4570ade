"""Walls that came after 0010 ask an index too: nobody is gathered to look at one row."""

from alembic import op

from services.casework.migrations import row_security

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The wall of each table that has come since 0010 is said anew; it shows what it showed."""
    standing = op.get_bind().exec_driver_sql
    people = standing(row_security.OF_PEOPLE.replace("%", "%%")).all()
    parts = standing(row_security.OF_PARTS.replace("%", "%%")).all()
    for statement in [
        *(row_security.look_up_person(*wall) for wall in people),
        *(row_security.look_up_part(*wall) for wall in parts),
        row_security.look_up_pair("lookalike", "lookalike_of_the_actor", "one_id", "other_id"),
    ]:
        op.execute(statement)
