"""Job search, copies, staying in work."""

import sqlalchemy as sa
from alembic import op

from services.casework.migrations import row_security

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, then the walls around them. What is added to older tables need not be filled."""
    job_search()
    copies()
    in_work()
    for statement in walls():
        op.execute(statement)


def job_search() -> None:
    """Vacancies, CVs and letters, interviews, the diary, and summaries that were handed over."""
    op.create_table(
        "vacancy",
        _id(),
        _whose(index=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("employer", sa.Text, nullable=False),
        sa.Column("place", sa.Text),
        sa.Column("link", sa.Text),
        sa.Column("advert", sa.Text),
        sa.Column("closes_on", sa.Date),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("origin_id", sa.Uuid),
        *_hands(),
        sa.Column("dropped_at", sa.DateTime(timezone=True)),
    )
    papers()
    interviews()
    op.create_table(
        "search_activity",
        _id(),
        _whose(),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("occurred_on", sa.Date, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id")),
        *_hands(),
        sa.Column("removed_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("minutes between 1 and 1440", name="ck_search_activity_minutes"),
    )
    days = ["participant_id", "occurred_on"]
    op.create_index("ix_search_activity_participant_id_occurred_on", "search_activity", days)
    op.create_table(
        "search_evidence",
        _id(),
        _whose(index=True),
        sa.Column("from_on", sa.Date, nullable=False),
        sa.Column("until_on", sa.Date, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        *_hands(),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("from_on <= until_on", name="ck_search_evidence_days"),
    )


def papers() -> None:
    """CVs and letters in their versions, and which of them went with an application."""
    op.create_table(
        "paper",
        _id(),
        _whose(index=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("vacancy_id", sa.Uuid, sa.ForeignKey("vacancy.id")),
        sa.Column("put_away_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "paper_version",
        _id(),
        sa.Column("paper_id", sa.Uuid, sa.ForeignKey("paper.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        *_hands(),
        sa.UniqueConstraint("paper_id", "number", name="uq_paper_version_paper_id_number"),
    )
    typed = sa.text("'typed'")
    op.add_column("application", sa.Column("origin", sa.Text, nullable=False, server_default=typed))
    for column, of in (("vacancy_id", "vacancy"), ("cv_id", "paper_version"), ("letter_id", "paper_version")):
        op.add_column("application", sa.Column(column, sa.Uuid, sa.ForeignKey(f"{of}.id")))


def interviews() -> None:
    """Where and with whom is encrypted."""
    op.create_table(
        "interview",
        _id(),
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), nullable=False, index=True),
        _whose(),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("place", sa.Text),
        sa.Column("with_whom", sa.Text),
        sa.Column("notes", sa.Text),
        *_hands(),
        sa.Column("supersedes", sa.Uuid, sa.ForeignKey("interview.id")),
        sa.Column("moved_at", sa.DateTime(timezone=True)),
        sa.Column("cancelled_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("starts_at < ends_at", name="ck_interview_times"),
        sa.UniqueConstraint("supersedes", name="uq_interview_supersedes"),
    )
    op.create_index("ix_interview_participant_id_starts_at", "interview", ["participant_id", "starts_at"])


def copies() -> None:
    """What copies are known by: keyed hashes that name nobody. Whose a text is stands in `text_author`."""
    op.create_table(
        "sent_text",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("author", sa.BigInteger, nullable=False, index=True),
        sa.Column("vacancy", sa.BigInteger),
        sa.Column("job", sa.BigInteger),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("scheme", sa.SmallInteger, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("shingles", sa.LargeBinary, nullable=False),
        sa.Column("sent_on", sa.Date, nullable=False),
        sa.Column("cluster", sa.BigInteger, index=True),
    )
    op.create_table("sent_text_band", _key("bucket"), _key("number"))
    op.create_index("ix_sent_text_band_number", "sent_text_band", ["number"])
    op.create_table("clause_use", _key("clause"), _key("author"), _key("vacancy"))
    op.create_index("ix_clause_use_author", "clause_use", ["author"])
    op.create_table(
        "text_author",
        _key("number"),
        _whose(index=True),
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), nullable=False),
        sa.Column("paper_version_id", sa.Uuid, sa.ForeignKey("paper_version.id"), nullable=False),
    )
    once = sa.UniqueConstraint(
        "participant_id", "fingerprint", name="uq_copy_warning_participant_id_fingerprint"
    )
    op.create_table(
        "copy_warning",
        _id(),
        _whose(),
        sa.Column("fingerprint", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("share", sa.Integer, nullable=False),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=False),
        once,
    )
    op.create_table(
        "given_text",
        _id(),
        sa.Column("organisation_id", sa.Uuid, nullable=False, index=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("given_by", sa.Uuid, nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
    )


def in_work() -> None:
    """How we keep in touch with people in work, whom at the employer's one may ask, and what was seen."""
    op.create_table(
        "in_work_plan",
        _id(),
        _whose(index=True),
        sa.Column("spell_id", sa.Uuid, sa.ForeignKey("spell.id"), nullable=False),
        sa.Column("started_on", sa.Date, nullable=False),
        sa.Column("opened_by", sa.Uuid, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("rank", sa.SmallInteger, nullable=False),
        sa.Column("next_on", sa.Date),
        sa.Column("look_on", sa.Date),
        sa.Column("stopped_on", sa.Date),
        sa.UniqueConstraint("spell_id", name="uq_in_work_plan_spell_id"),
    )
    goes_on = sa.text("look_on is not null")
    op.create_index("ix_in_work_plan_look_on", "in_work_plan", ["look_on"], postgresql_where=goes_on)
    op.create_table(
        "in_work_check",
        _id(),
        sa.Column("plan_id", sa.Uuid, sa.ForeignKey("in_work_plan.id"), nullable=False),
        _whose(index=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("asked_on", sa.Date, nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("answered_on", sa.Date),
        sa.Column("note", sa.Text),
        sa.Column("recorded_by", sa.Uuid),
        sa.Column("recorded_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("plan_id", "number", name="uq_in_work_check_plan_id_number"),
    )
    op.create_table(
        "employer_contact",
        sa.Column("spell_id", sa.Uuid, sa.ForeignKey("spell.id"), primary_key=True),
        _whose(index=True),
        sa.Column("may_contact", sa.Boolean, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("phone", sa.Text),
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "spell_evidence",
        _id(),
        sa.Column("spell_id", sa.Uuid, sa.ForeignKey("spell.id"), nullable=False, index=True),
        _whose(),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("seen_on", sa.Date, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    )


def walls() -> list[str]:
    """Row-level security on everything that is about a person."""
    about_a_person = ("vacancy", "paper", "interview", "search_activity", "search_evidence")
    of_texts = ("text_author", "copy_warning")
    in_jobs = ("in_work_plan", "in_work_check", "employer_contact", "spell_evidence")
    return [
        *(
            statement
            for table in (*about_a_person, *of_texts, *in_jobs)
            for statement in row_security.protect(table)
        ),
        *row_security.protect_part("paper_version", "paper_id", "paper"),
    ]


def _id() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid, primary_key=True)


def _key(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.BigInteger, primary_key=True, autoincrement=False)


def _whose(index: bool = False) -> sa.Column[object]:
    return sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=index)


def _hands() -> list[sa.Column[object]]:
    """Who recorded it, when, and whether they lent the participant a hand."""
    return [
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assisted", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("helper", sa.Text),
    ]
