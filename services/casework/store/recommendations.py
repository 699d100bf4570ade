"""Recommendations and their answers, and whose have to be reviewed because something has changed."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    Select,
    Table,
    Text,
    Uuid,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session, relationship

from chassis.store.base import utc
from services.casework.domain.challenges import Reply
from services.casework.domain.recommendations import Answer, Recommendation
from services.casework.store.base import mapper, metadata, one
from services.casework.store.circumstances import barrier
from services.casework.store.columns import secret, secret_json

recommendation = Table(
    "recommendation",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("offer_id", Uuid),
    Column("title", secret_json, nullable=False),
    Column("score", Integer, nullable=False),
    Column("points", secret_json, nullable=False),
    Column("rules_version", Text, nullable=False),
    Column("made_on", Date, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("withdrawn_on", Date),
    Index(
        "uq_recommendation_standing",
        "participant_id",
        "kind",
        "target",
        unique=True,
        postgresql_where=text("withdrawn_on is null"),
    ),
)

recommendation_answer = Table(
    "recommendation_answer",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("recommendation_id", Uuid, ForeignKey("recommendation.id"), nullable=False, index=True),
    Column("answer", Text, nullable=False),
    Column("reason", secret),
    Column("occurred_on", Date, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("recorded_by", Uuid, nullable=False),
    Column("party", Text, nullable=False),
    Column("assisted", Boolean, nullable=False),
    Column("helper", secret),
)

recommendation_challenge_reply = Table(
    "recommendation_challenge_reply",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("answer_id", Uuid, ForeignKey("recommendation_answer.id"), nullable=False, unique=True),
    Column("outcome", Text, nullable=False),
    Column("words", secret, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("recorded_by", Uuid, nullable=False),
)

recommendation_review = Table(
    "recommendation_review",
    metadata,
    Column("participant_id", Uuid, ForeignKey("participant.id"), primary_key=True),
    Column("reviewed_on", Date),
    Column("is_due", Boolean, nullable=False),
    Index("ix_recommendation_review_due", "participant_id", postgresql_where=text("is_due")),
    comment="Whose recommendations are to be made anew: circumstances, offers or the day changed.",
)

mapper.map_imperatively(Reply, recommendation_challenge_reply)
mapper.map_imperatively(
    Answer,
    recommendation_answer,
    properties={"reply": relationship(Reply, lazy="selectin", uselist=False)},
)
mapper.map_imperatively(
    Recommendation,
    recommendation,
    properties={
        "answers": relationship(Answer, order_by=recommendation_answer.c.recorded_at, lazy="selectin")
    },
)


def current(session: Session, participant_id: UUID) -> list[Recommendation]:
    """What is recommended to a person now, with what they answered; the best first."""
    query = select(Recommendation).where(
        recommendation.c.participant_id == participant_id, recommendation.c.withdrawn_on.is_(None)
    )
    return list(session.scalars(query.order_by(recommendation.c.score.desc(), recommendation.c.id)))


def find(
    session: Session, seen: ColumnElement[bool], recommendation_id: UUID, *, for_update: bool = False
) -> Recommendation | None:
    """One recommendation to somebody who may be seen."""
    query = select(Recommendation).where(recommendation.c.id == recommendation_id, seen)
    return one(session, query, recommendation, for_update=for_update)


def challenges(seen: ColumnElement[bool], *, waiting: bool) -> Select[Recommendation, Answer]:
    """What was challenged, of people who may be seen: what waits for an answer, or what was answered."""
    answer, later = recommendation_answer, recommendation_answer.alias("later")
    reply = recommendation_challenge_reply.c.answer_id
    query = (
        select(Recommendation, Answer)
        .join(answer, answer.c.recommendation_id == recommendation.c.id)
        .where(answer.c.answer == "challenged", seen)
    )
    if not waiting:
        return query.where(answer.c.id.in_(select(reply)))
    since = select(later.c.id).where(
        later.c.recommendation_id == recommendation.c.id, later.c.recorded_at > answer.c.recorded_at
    )
    return query.where(answer.c.id.not_in(select(reply)), ~since.exists())


def mark_due(session: Session, *participant_ids: UUID) -> None:
    """These people's recommendations have to be made anew."""
    whose = func.unnest(literal(list(participant_ids), ARRAY(Uuid)), type_=Uuid)
    _mark(session, select(whose, literal(True)))


def mark_due_by_barriers(session: Session, codes: Collection[str]) -> None:
    """An offer has changed: everybody with a barrier that it helps with has to be looked at again."""
    standing = barrier.c.code.in_(codes) & barrier.c.until_on.is_(None)
    _mark(session, select(barrier.c.participant_id, literal(True)).where(standing).distinct())


def needs_review(session: Session, participant_id: UUID, today: date) -> bool:
    """Whether something has changed since the last review, be it only the day."""
    review = recommendation_review.c
    query = select(review.is_due, review.reviewed_on).where(review.participant_id == participant_id)
    row = session.execute(query).one_or_none()
    return row is None or row.is_due or row.reviewed_on != today


def reviewed(session: Session, participant_id: UUID, on: date) -> None:
    """All that has changed has been looked at."""
    row = {"participant_id": participant_id, "reviewed_on": on, "is_due": False}
    added = insert(recommendation_review).values(row)
    session.execute(added.on_conflict_do_update(index_elements=["participant_id"], set_=row))


def due(session: Session, limit: int) -> list[UUID]:
    """Some of those whose recommendations have to be made anew."""
    review = recommendation_review.c
    query = select(review.participant_id).where(review.is_due).order_by(review.participant_id)
    return list(session.scalars(query.limit(limit)))


def _mark(session: Session, whose: Select[tuple[UUID, bool]]) -> None:
    added = insert(recommendation_review).from_select(["participant_id", "is_due"], whose)
    session.execute(added.on_conflict_do_update(index_elements=["participant_id"], set_={"is_due": True}))
