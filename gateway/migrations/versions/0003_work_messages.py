"""How often somebody who works here wants to be told what waits for them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Nobody has said so far."""
    op.add_column("account", sa.Column("work_messages", sa.String(10)))
