"""Recommendations and plans in depth."""

import sqlalchemy as sa
from alembic import op

from services.casework.migrations import row_security

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns and tables that whoever runs the release before need not fill, then the walls."""
    plans()
    challenges()
    checks()
    for statement in walls():
        op.execute(statement)


def plans() -> None:
    """When a plan is looked at again, what becomes of each action, and who is to be reminded of it."""
    op.add_column("plan", sa.Column("review_on", sa.Date))
    for column in ("reminded_on", "added_on"):
        op.add_column("plan_action", sa.Column(column, sa.Date))
    op.add_column("plan_action", sa.Column("continues", sa.Uuid))
    op.add_column("plan_action", sa.Column("remind_days", sa.Integer))
    op.create_index(
        "ix_plan_action_to_remind",
        "plan_action",
        ["due_on"],
        postgresql_where=sa.text("remind_days is not null and reminded_on is null and completed_on is null"),
    )
    op.create_table(
        "plan_action_step",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("action_id", sa.Uuid, sa.ForeignKey("plan_action.id"), nullable=False, index=True),
        sa.Column("plan_id", sa.Uuid, sa.ForeignKey("plan.id"), nullable=False, index=True),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("words", sa.Text),
        *_recorded(),
    )
    op.create_table(
        "plan_review",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("plan_id", sa.Uuid, sa.ForeignKey("plan.id"), nullable=False, index=True),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("next_on", sa.Date),
        *_recorded(),
    )


def challenges() -> None:
    """What a person answered to a challenge."""
    op.create_table(
        "recommendation_challenge_reply",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("answer_id", sa.Uuid, sa.ForeignKey("recommendation_answer.id"), nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("occurred_on", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        _unique("recommendation_challenge_reply", "answer_id"),
    )


def checks() -> None:
    """The monthly check for each organisation, and what was levelled by it."""
    op.create_table(
        "recommendation_fairness",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("month", sa.Date, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rules_version", sa.Text, nullable=False),
        sa.Column("fairness_version", sa.Text, nullable=False),
        sa.Column("found", sa.Text, nullable=False),
        _unique("recommendation_fairness", "organisation_id", "month"),
        comment="How each group fared in a month: counts, of which small ones are not shown.",
    )
    op.create_table(
        "recommendation_levelling",
        sa.Column("organisation_id", sa.Uuid, primary_key=True),
        sa.Column("rule", sa.Text, primary_key=True),
        sa.Column("category", sa.Text, primary_key=True),
        sa.Column("from_on", sa.Date, nullable=False),
        comment="Rules that are levelled for a category of offers, so that no group is left behind.",
    )


def walls() -> list[str]:
    """Row-level security on what is about a person."""
    return [
        *row_security.protect_part("plan_action_step", "plan_id", "plan"),
        *row_security.protect_part("plan_review", "plan_id", "plan"),
        *row_security.protect_part("recommendation_challenge_reply", "answer_id", "recommendation_answer"),
        *row_security.protect_of_organisation("recommendation_fairness"),
    ]


def _recorded() -> list[sa.Column[object]]:
    """On which day it was, when we were told, and by whom, with whose hands."""
    return [
        sa.Column("occurred_on", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        sa.Column("party", sa.Text, nullable=False),
        sa.Column("assisted", sa.Boolean, nullable=False),
        sa.Column("helper", sa.Text),
    ]


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")
