"""Forgetting a person: what was sealed is taken out of every log here, at once, and stays out."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.messaging.tables import erased_person

REMEMBER = insert(erased_person).on_conflict_do_nothing()


def _without_seals(payload: str) -> str:
    """SQL for a payload in which only `{"erased": true}` is left of each sealed field."""
    return f"""(
        select coalesce(jsonb_object_agg(key, case
            when jsonb_typeof(value) = 'object' and jsonb_exists(value, 'sealed')
            then jsonb_build_object('erased', true) else value end), jsonb_build_object())
        from jsonb_each({payload})
    )"""


DATA = "envelope->'data'"
THEIRS = "person_id = any(cast(:ids as uuid[]))"
STRIP = (
    text(f"update outbox set payload = {_without_seals('payload')} where {THEIRS}"),
    text(f"update event_log set payload = {_without_seals('payload')} where {THEIRS}"),
    text(
        "update parked_event set envelope ="
        f" jsonb_set(envelope, array['data'], {_without_seals(DATA)})"
        f" where {THEIRS} and envelope is not null"
    ),
)


def erase(session: Session, person_id: UUID) -> None:
    """Take the person's sealed fields out of the outbox, the log and whatever is parked, and remember to."""
    session.execute(REMEMBER, {"person_id": person_id})
    _strip(session, [person_id])


def erase_again(session: Session) -> None:
    """Forget everybody again who was to be forgotten: after a backup has been restored."""
    _strip(session, session.scalars(select(erased_person.c.person_id)))


def erased_among(session: Session, people: Iterable[UUID | None]) -> set[UUID]:
    """Those of these people who are to be forgotten."""
    ids = sorted({person for person in people if person is not None})
    if not ids:
        return set()
    return set(session.scalars(select(erased_person.c.person_id).where(erased_person.c.person_id.in_(ids))))


def _strip(session: Session, people: Iterable[UUID]) -> None:
    ids = [str(person) for person in people]
    for statement in STRIP:
        session.execute(statement, {"ids": ids})
