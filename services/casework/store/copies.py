"""What is kept of texts that were sent, so that copies are known again: keyed hashes, and never a word.

`sent_text`, its bands and `clause_use` name nobody: an author and a vacancy are keyed hashes. Whose text it
is stands in `text_author` alone, behind the wall of the person.
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Select,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    and_,
    any_,
    delete,
    func,
    literal,
    or_,
    select,
    text,
    union,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.store.base import metadata
from services.casework.store.columns import secret
from services.casework.store.participants import participant

sent_text = Table(
    "sent_text",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("author", BigInteger, nullable=False, index=True),
    Column("vacancy", BigInteger),
    Column("job", BigInteger),
    Column("kind", Text, nullable=False),
    Column("scheme", SmallInteger, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("shingles", LargeBinary, nullable=False),
    Column("sent_on", Date, nullable=False),
    Column("cluster", BigInteger, index=True),
)

sent_text_band = Table(
    "sent_text_band",
    metadata,
    Column("bucket", BigInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Index("ix_sent_text_band_number", "number"),
)

clause_use = Table(
    "clause_use",
    metadata,
    Column("clause", BigInteger, primary_key=True, autoincrement=False),
    Column("author", BigInteger, primary_key=True, autoincrement=False),
    Column("vacancy", BigInteger, primary_key=True, autoincrement=False),
    Index("ix_clause_use_author", "author"),
)

text_author = Table(
    "text_author",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("application_id", Uuid, ForeignKey("application.id"), nullable=False),
    Column("paper_version_id", Uuid, ForeignKey("paper_version.id"), nullable=False),
)

copy_warning = Table(
    "copy_warning",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False),
    Column("fingerprint", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("share", Integer, nullable=False),
    Column("warned_at", utc, nullable=False),
    UniqueConstraint("participant_id", "fingerprint"),
)

given_text = Table(
    "given_text",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, nullable=False, index=True),
    Column("title", secret, nullable=False),
    Column("text", secret, nullable=False),
    Column("given_by", Uuid, nullable=False),
    Column("given_at", utc, nullable=False),
    Column("withdrawn_at", utc),
)

ENOUGH = 50
"""How many texts that may be alike are looked at more closely: those with the most bands in common."""
ONE_AT_A_TIME = text("select pg_advisory_xact_lock(hashtext('workstead.casework.sent-texts'))")


def hold(session: Session) -> None:
    """Texts are remembered one after the other: of two copies sent at once the second knows of the first."""
    session.execute(ONE_AT_A_TIME)


def common(session: Session, clauses: Collection[int], people: int, vacancies: int) -> frozenset[int]:
    """Those clauses that so many people have used for so many vacancies."""
    if not clauses:
        return frozenset()
    used = clause_use.c
    query = (
        select(used.clause)
        .where(_among(used.clause, clauses))
        .group_by(used.clause)
        .having(and_(_distinct(used.author) >= people, _distinct(used.vacancy) >= vacancies))
    )
    return frozenset(session.scalars(query))


def candidates(session: Session, buckets: Sequence[int], author: int, participant_id: UUID) -> Sequence[Any]:
    """Other people's texts that share a bucket, those that share most first. A record that was merged into
    this person's has left them texts under another author.
    """
    own = union(
        select(sent_text.c.number).where(sent_text.c.author == author),
        select(text_author.c.number).where(text_author.c.participant_id == participant_id),
    )
    bands = func.count().label("bands")
    # Ranked before any text is fetched: thousands may share a bucket, and fifty are wanted.
    near = (
        select(sent_text_band.c.number, bands)
        .where(_among(sent_text_band.c.bucket, buckets), sent_text_band.c.number.not_in(own))
        .group_by(sent_text_band.c.number)
        .order_by(bands.desc(), sent_text_band.c.number)
        .limit(ENOUGH)
        .subquery()
    )
    query = select(sent_text).join(near, near.c.number == sent_text.c.number)
    return session.execute(query.order_by(near.c.bands.desc(), near.c.number)).all()


def keep(session: Session, values: dict[str, Any], buckets: Sequence[int]) -> int:
    """Keep what a text is known by; its number."""
    number = session.scalar(insert(sent_text).values(values).returning(sent_text.c.number))
    assert number is not None
    rows = select(func.unnest(_list(buckets)), literal(number, BigInteger)).distinct()
    session.execute(insert(sent_text_band).from_select(["bucket", "number"], rows))
    return number


def keep_clauses(session: Session, clauses: Collection[int], author: int, vacancy: int) -> None:
    """This author has used these clauses for this vacancy."""
    if clauses:
        rows = [{"clause": one, "author": author, "vacancy": vacancy} for one in sorted(clauses)]
        session.execute(insert(clause_use).values(rows).on_conflict_do_nothing())


def keep_author(session: Session, **values: Any) -> None:
    """Whose text it is, and with which application it was sent."""
    session.execute(insert(text_author).values(values))


def join_cluster(session: Session, number: int, others: Collection[int]) -> None:
    """A text that is like others belongs to their cluster; clusters that it brings together become one."""
    ours = sent_text.c
    rows = session.execute(select(ours.number, ours.cluster).where(_among(ours.number, others))).all()
    clusters = {row.cluster for row in rows if row.cluster is not None}
    joined = min({*clusters, *(row.number for row in rows)})
    members = or_(_among(ours.number, [number, *others]), _among(ours.cluster, clusters))
    session.execute(update(sent_text).where(members).values(cluster=joined))


def warn(session: Session, **values: Any) -> bool:
    """Note that a writer was warned; False where they were warned of this very text before."""
    added = insert(copy_warning).values(values)
    unheard = added.on_conflict_do_nothing(index_elements=["participant_id", "fingerprint"])
    return session.scalar(unheard.returning(copy_warning.c.id)) is not None


def clusters(seen: ColumnElement[bool]) -> Select[Any]:
    """The clusters in which there is a text of somebody who may be seen, each once."""
    theirs = select(text_author.c.number).where(seen)
    inside = select(sent_text.c.cluster).where(
        sent_text.c.number.in_(theirs), sent_text.c.cluster.is_not(None)
    )
    ours = sent_text.c
    query = select(
        ours.cluster,
        _distinct(ours.author).label("people"),
        func.count().label("texts"),
        func.min(ours.sent_on).label("first_on"),
        func.max(ours.sent_on).label("last_on"),
        func.array_agg(ours.kind.distinct(), type_=ARRAY(Text)).label("kinds"),
    )
    return query.where(ours.cluster.in_(inside)).group_by(ours.cluster).having(_distinct(ours.author) > 1)


def members(session: Session, cluster_ids: Collection[int], seen: ColumnElement[bool]) -> Sequence[Any]:
    """Who is in those clusters, of those who may be seen."""
    query = (
        select(sent_text.c.cluster, sent_text.c.sent_on, participant.c.id, participant.c.full_name)
        .join(text_author, text_author.c.number == sent_text.c.number)
        .join(participant, participant.c.id == text_author.c.participant_id)
        .where(_among(sent_text.c.cluster, cluster_ids), seen)
        .order_by(sent_text.c.sent_on, sent_text.c.number)
    )
    return session.execute(query).all()


def forget(session: Session, participant_id: UUID, author: int) -> None:
    """Nothing of this author's texts is known again: for a record that is erased."""
    numbers = select(sent_text.c.number).where(sent_text.c.author == author)
    session.execute(delete(sent_text_band).where(sent_text_band.c.number.in_(numbers)))
    session.execute(delete(clause_use).where(clause_use.c.author == author))
    session.execute(delete(text_author).where(text_author.c.participant_id == participant_id))
    session.execute(delete(copy_warning).where(copy_warning.c.participant_id == participant_id))
    session.execute(delete(sent_text).where(sent_text.c.author == author))


def given(organisation_id: UUID) -> Select[Any]:
    """The texts that an organisation hands out."""
    theirs = given_text.c.organisation_id == organisation_id
    return select(given_text).where(theirs, given_text.c.withdrawn_at.is_(None))


def give(session: Session, **values: Any) -> None:
    """One more."""
    session.execute(insert(given_text).values(values))


def withdraw(session: Session, given_id: UUID, organisation_id: UUID, **values: Any) -> bool:
    """It is not handed out any more; False where this organisation hands out no such text."""
    theirs = (given_text.c.id == given_id, given_text.c.organisation_id == organisation_id)
    still = given_text.c.withdrawn_at.is_(None)
    changed = update(given_text).where(*theirs, still).values(values).returning(given_text.c.id)
    return session.scalar(changed) is not None


def _list(numbers: Collection[int]) -> ColumnElement[Any]:
    return literal(list(numbers), ARRAY(BigInteger))


def _among(column: ColumnElement[Any], numbers: Collection[int]) -> ColumnElement[bool]:
    return column == any_(_list(numbers))


def _distinct(column: ColumnElement[Any]) -> ColumnElement[int]:
    return func.count(column.distinct())
