"""Rating what stands in the way, and showing how far somebody has come."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from services.casework import policy, reference
from services.casework.actions.records import read, record_of
from services.casework.domain.barriers import standing_codes
from services.casework.domain.codes import known
from services.casework.domain.dates import not_in_future
from services.casework.domain.errors import DomainError
from services.casework.domain.ratings import Rating, check_step, distances, scale_distances
from services.casework.store import circumstances, ratings


def rate_barriers(
    session: Session,
    actor: Actor,
    participant_id: UUID,
    steps: Mapping[str, Any],
    *,
    on: date,
    note: str | None,
) -> dict[str, Any]:
    """Somebody says how much each of some barriers stands in the way on a day; answers the distance since."""
    record_of(session, actor, participant_id, for_update=True)
    not_in_future(on, clock.today())
    if not steps:
        advice = {"ratings": ["Say of at least one thing how much it stands in the way."]}
        raise DomainError("nothing-rated", "Nothing was rated.", advice)
    said = [_rating(actor, participant_id, code, step, on, note) for code, step in steps.items()]
    session.add_all(said)
    session.flush()
    outbox.record(session, *(happened for one in said for happened in one.rated()))
    return distance_of(session, participant_id)


def show_distance(session: Session, actor: Actor, participant_id: UUID) -> dict[str, Any]:
    """How far the person has come with each barrier, and with each answer on a scale."""
    read(session, actor, participant_id, "distance")
    return distance_of(session, participant_id)


def distance_of(session: Session, participant_id: UUID) -> dict[str, Any]:
    """Every barrier that stands or was rated, those that stand first; then the answers on a scale."""
    said = ratings.of(session, participant_id)
    standing = standing_codes(circumstances.barriers(session, participant_id))
    far = distances(said)
    labels = reference.labels("barriers")
    codes = sorted({*standing, *far}, key=lambda code: (code not in standing, list(labels).index(code)))
    rows = [
        {"code": code, "label": labels[code], "stands": code in standing, "distance": far.get(code)}
        | {"said": [one for one in said if one.barrier == code]}
        for code in codes
    ]
    return {"items": rows, "scales": _scales(session, participant_id)}


def _scales(session: Session, participant_id: UUID) -> list[dict[str, Any]]:
    history = circumstances.history(session, participant_id)
    questions = reference.scales()
    by_topic: dict[str, list[str]] = {}
    for topic, name in questions:
        by_topic.setdefault(topic, []).append(name)
    far = scale_distances(history, by_topic)
    return [
        {"code": f"{topic}.{name}", "label": label, "distance": far[f"{topic}.{name}"]}
        for (topic, name), label in questions.items()
        if f"{topic}.{name}" in far
    ]


def _rating(actor: Actor, participant_id: UUID, code: str, step: Any, on: date, note: str | None) -> Rating:
    by = policy.by(actor, participant_id)
    return Rating(
        id=new_id(),
        participant_id=participant_id,
        barrier=known(code, reference.in_use("barriers", clock.today()), f"ratings.{code}"),
        step=check_step(step, f"ratings.{code}"),
        occurred_on=on,
        recorded_at=clock.now(),
        recorded_by=by.account_id,
        party=by.party,
        assisted=by.assisted,
        note=note,
    )
