"""Every read of a person's record is written down, and the person may see by whom."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, insert, select, type_coerce
from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.store.columns import EncryptedText, keys_of
from chassis.store.statements import Statement
from chassis.store.tables import access_log
from chassis.store.together import of_each

ASSISTING = "acting for the person, who is with them"
"""The reason of whoever reads to lend somebody a hand."""

_READ = Statement(insert(access_log).values({column.name: bindparam(column.name) for column in access_log.c}))


def record_read(
    session: Session, actor: Actor, person_id: UUID, what: str, reason: str | None = None
) -> None:
    """Note that this actor has read `what` ("timeline", say) of that person's record, in this transaction.

    The row goes out with the commit, if no statement goes before; where it cannot be written, nothing is
    committed and nobody is answered. `at` is real time: playing the past does not move the audit.
    """
    session.info["service"].readings.note(actor, (person_id,))
    _READ.along(session, **_row(session, actor, person_id, what, reason))


def noting(question: Select[Any]) -> Select[Any]:
    """A question about one person, so put that its answer is written down in the same statement: whoever gets
    the row is in the log, and nobody else is. Its values are those of `reading`, besides its own.
    """
    found = question.cte("found")
    row = [bindparam(f"read_{column.name}", type_=column.type) for column in access_log.c]
    noted = insert(access_log).from_select(list(access_log.c), select(*row).select_from(found)).cte("noted")
    return select(found).add_cte(noted)


def noting_each(question: Select[Any]) -> Select[Any]:
    """The same for many who ask at the same time (`chassis.store.together`)."""
    kinds = {f"read_{column.name}": column.type for column in access_log.c}
    asked, answered = of_each(question, kinds)
    found = answered.add_columns(*(asked.c[name] for name in kinds)).cte("found")
    row = select(*(found.c[name] for name in kinds))
    noted = insert(access_log).from_select(list(access_log.c), row).cte("noted")
    return select(*(column for column in found.c if column.name not in kinds)).add_cte(noted)


def reading(session: Session, actor: Actor, person_id: UUID, what: str) -> dict[str, Any]:
    """The values of what a question notes about its asker."""
    row = _row(session, actor, person_id, what, None)
    return {f"read_{name}": value for name, value in row.items()}


def was_read(session: Session, actor: Actor, person_id: UUID) -> None:
    """Count a read that its question has written down: whoever reads very many is noticed."""
    session.info["service"].readings.note(actor, (person_id,))


def list_read(session: Session, actor: Actor, people: Iterable[UUID]) -> None:
    """Note that a list showed this actor these people: it counts as reading many, but is in no one's log."""
    session.info["service"].readings.note(actor, people)


def reads_of(session: Session, person_id: UUID) -> Select[Any]:
    """Who has read that person's record, the latest first. Names and reasons come decrypted."""
    secret = EncryptedText(_service(session))
    readable = {"actor_name", "reason"}
    columns = [
        type_coerce(column, secret).label(column.name) if column.name in readable else column
        for column in access_log.c
    ]
    theirs = select(*columns).where(access_log.c.person_id == person_id)
    return theirs.order_by(access_log.c.at.desc(), access_log.c.id.desc())


def _row(session: Session, actor: Actor, person_id: UUID, what: str, reason: str | None) -> dict[str, Any]:
    return {
        "id": new_id(),
        "person_id": person_id,
        "actor_id": actor.id,
        "actor_name": _encrypted(session, actor.name),
        "org": actor.org,
        "roles": sorted(actor.roles),
        "what": what,
        "reason": _encrypted(session, reason or (ASSISTING if actor.acting_for == person_id else None)),
        "at": clock.real_now(),
        "correlation_id": actor.correlation_id,
    }


def _service(session: Session) -> str:
    name: str = session.info["service"].name
    return name


def _encrypted(session: Session, text: str | None) -> str | None:
    return None if text is None else keys_of(_service(session)).fernet.encrypt(text.encode()).decode()
