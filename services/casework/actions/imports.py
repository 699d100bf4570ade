"""Importing people, contacts and spells: rows come in and are looked at, then each is done once."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.problems import Problem
from chassis.store.database import Database
from chassis.store.paging import Page, page
from services.casework import policy
from services.casework.actions import staging
from services.casework.actions.staging import Check
from services.casework.domain.codes import known
from services.casework.domain.csv_files import Sheet
from services.casework.domain.errors import DomainError
from services.casework.domain.imports import KEPT_FOR, KINDS, Import, ImportLot, ImportRow
from services.casework.domain.layouts import column_of
from services.casework.store import imports
from services.casework.store.imports import import_, import_row

PART = 100
"""Rows of a file that are looked at in one go: nobody else waits long meanwhile."""
IN_A_ROW = 50
"""Rows that are done one after the other before another import is looked for."""
EMPTIED = 2000
"""Rows whose words are forgotten in one transaction."""
Refusal = DomainError | Problem


@dataclass(frozen=True)
class Take:
    """What is done with rows of one kind, and with how many in one transaction."""

    some: Callable[[Session, Actor, Sequence[Mapping[str, Any]]], Sequence[UUID | Refusal]]
    """For each row the thing that it has become, or why it cannot be taken."""
    at_once: int = 1


def begin_import(session: Session, actor: Actor, kind: str, sheet: Sheet | None = None) -> dict[str, Any]:
    """An import begins: with a file, which is looked at from now on, or with no rows yet."""
    known(kind, KINDS, "kind")
    begun = Import(
        id=new_id(),
        organisation_id=policy.organisation_of(actor),
        kind=kind,
        begun_by=policy.account_of(actor),
        begun_by_name=actor.name,
        begun_at=clock.now(),
    )
    session.add(begun)
    session.flush()
    if sheet is not None:
        _keep(session, begun, sheet)
    return shown(session, [begun])[0]


def add_rows(session: Session, actor: Actor, import_id: UUID, sheet: Sheet, check: Check) -> dict[str, Any]:
    """More rows of the file: each is looked at now, and nothing is done with any yet."""
    begun = import_of(session, actor, import_id)
    so_far = imports.last_number(session, begun.id)
    begun.take(so_far, len(sheet.rows))
    staging.stage(session, actor, begun, so_far + 1, sheet, check)
    return shown(session, [begun])[0]


def start_import(session: Session, actor: Actor, import_id: UUID) -> dict[str, Any]:
    """Somebody has looked at the preview, and wants it."""
    begun = import_of(session, actor, import_id)
    begun.start(imports.counts(session, [begun.id])[begun.id], clock.now())
    session.flush()
    return shown(session, [begun])[0]


def drop_import(session: Session, actor: Actor, import_id: UUID) -> dict[str, Any]:
    """Nobody wants it after all: what its rows say is forgotten."""
    begun = import_of(session, actor, import_id)
    begun.drop(clock.now())
    session.flush()
    imports.empty_dropped(session, EMPTIED)
    return shown(session, [begun])[0]


def list_imports(session: Session, actor: Actor, *, cursor: str | None, limit: int) -> Page[dict[str, Any]]:
    """The organisation's imports, the latest first."""
    begun = imports.of(policy.organisation_of(actor))
    keys = (import_.c.begun_at, import_.c.id)
    found = page(session, begun, keys=keys, cursor=cursor, limit=limit, descending=True)
    return Page(shown(session, found.items), found.next)


def show_import(session: Session, actor: Actor, import_id: UUID) -> dict[str, Any]:
    """One import, and how far it is."""
    return shown(session, [import_of(session, actor, import_id)])[0]


def list_rows(
    session: Session, actor: Actor, import_id: UUID, state: str | None, *, cursor: str | None, limit: int
) -> Page[ImportRow]:
    """The rows of an import in the order of the file: what is wrong with each, what came of it."""
    begun = import_of(session, actor, import_id)
    keys = (import_row.c.number,)
    return page(session, imports.rows_of(begun.id, state), keys=keys, cursor=cursor, limit=limit)


def wrong_rows(session: Session, actor: Actor, import_id: UUID) -> Sequence[ImportRow]:
    """All rows that cannot be taken, in the order of the file."""
    begun = import_of(session, actor, import_id)
    wrong = imports.rows_of(begun.id, "wrong").order_by(import_row.c.number)
    return session.scalars(wrong).all()


def import_of(session: Session, actor: Actor, import_id: UUID) -> Import:
    """One import of the actor's organisation, held."""
    here = policy.organisation_of(actor)
    return policy.found(imports.find(session, here, import_id), "There is no such import.")


def shown(session: Session, some: Sequence[Import]) -> list[dict[str, Any]]:
    """Imports with how far they are."""
    counted = imports.counts(session, [one.id for one in some])
    return [{"import": one, "counts": counted[one.id], "state": one.state(counted[one.id])} for one in some]


def read_next(database: Database, check: Check) -> int:
    """Look at the next part of the file that has waited longest; how many rows there were in it."""
    with database.transaction() as session:
        if (begun := imports.to_read(session)) is None:
            return 0
        importer, id = _importer(begun), begun.id
    with database.transaction(importer) as session:
        begun = import_of(session, importer, id)
        if begun.dropped_at is not None or (part := imports.next_part(session, id)) is None:
            return 0
        sheet = Sheet(tuple(part.cells["heading"]), part.cells["rows"])
        staging.stage(session, importer, begun, part.first, sheet, check, of_file=True)
        session.delete(part)
        return part.count


def do_next(database: Database, takes: Mapping[str, Take]) -> int:
    """Do some rows of the import that has waited longest; how many."""
    with database.transaction() as session:
        if (begun := imports.started(session)) is None:
            return 0
        importer, id, kind = _importer(begun), begun.id, begun.kind
    _look_again(database)
    done = 0
    while done < IN_A_ROW:
        if not (more := _do_rows(database, importer, id, takes[kind])):
            with database.transaction(importer) as session:
                return done + imports.finish(session, id, clock.now())
        done += more
    return done


def forget_unwanted(database: Database) -> int:
    """What nobody has started within a week is dropped, and what dropped rows say is forgotten; how many."""
    with database.transaction() as session:
        now = clock.now()
        return imports.drop_unwanted(session, now - KEPT_FOR, now) + imports.empty_dropped(session, EMPTIED)


def person_with(session: Session, actor: Actor, named: str) -> UUID:
    """Whom a contact or a spell is about: by our reference, or by the key with which they were imported."""
    found = staging.people_named(session, actor, [named])
    if named not in found:
        raise DomainError("nobody-so-called", "Nobody is known by that.", staging.NOBODY)
    return found[named]


def _keep(session: Session, begun: Import, sheet: Sheet) -> None:
    """Put a file aside in parts, until they are looked at."""
    begun.take(0, len(sheet.rows))
    for first in range(0, len(sheet.rows), PART):
        rows = sheet.rows[first : first + PART]
        cells = {"heading": sheet.heading, "rows": rows}
        part = ImportLot(
            import_id=begun.id,
            first=first + 1,
            organisation_id=begun.organisation_id,
            count=len(rows),
            cells=cells,
        )
        session.add(part)
    session.flush()


def _importer(begun: Import) -> Actor:
    """Whoever began the import, as an adviser: what they may not do, their file cannot."""
    roles = frozenset({"adviser"})
    return Actor("person", begun.begun_by, begun.organisation_id, roles, name=begun.begun_by_name)


def _look_again(database: Database) -> None:
    """Plans for what has grown. Where that takes too long or may not be, the import goes on without."""
    with suppress(DBAPIError), database.transaction() as session:
        imports.look_again(session)


def _do_rows(database: Database, importer: Actor, import_id: UUID, take: Take) -> int:
    """Do some rows in one transaction. If that cannot be, each in one of its own: a row that cannot be taken
    takes none of its neighbours with it.
    """
    if take.at_once == 1:
        return _do_row(database, importer, import_id, take)
    try:
        with database.transaction(importer) as session:
            return _do(session, importer, imports.next_rows(session, import_id, take.at_once), take)
    except (DomainError, Problem, DBAPIError):
        each = replace(take, at_once=1)
        return sum(_do_row(database, importer, import_id, each) for _ in range(take.at_once))


def _do_row(database: Database, importer: Actor, import_id: UUID, take: Take) -> int:
    try:
        with database.transaction(importer) as session:
            return _do(session, importer, imports.next_rows(session, import_id, 1), take)
    except (DomainError, Problem) as refused:
        return _refuse(database, importer, import_id, refused)
    except (IntegrityError, DataError):
        there = DomainError("contradicts", "It contradicts something that is there already.")
        return _refuse(database, importer, import_id, there)


def _refuse(database: Database, importer: Actor, import_id: UUID, refused: Refusal) -> int:
    """The row that was just tried cannot be taken; nothing of it was kept."""
    with database.transaction(importer) as session:
        rows = imports.next_rows(session, import_id, 1)
        for row in rows:
            row.refuse(_advice(refused))
        return len(rows)


def _do(session: Session, importer: Actor, rows: Sequence[ImportRow], take: Take) -> int:
    """What was imported before is known; the rest is taken, each row once."""
    if not rows:
        return 0
    first = rows[0]
    keys = {row.key or "" for row in rows}
    before = imports.done_before(session, first.organisation_id, first.kind, keys)
    new = [row for row in rows if not _is_known(row, before)]
    came = take.some(session, importer, [row.values or {} for row in new])
    for row, one in zip(new, came, strict=True):
        row.done(one) if isinstance(one, UUID) else row.refuse(_advice(one))
    return len(rows)


def _is_known(row: ImportRow, before: Mapping[str, UUID]) -> bool:
    """Whether it was imported before; then that is what came of it."""
    if (thing_id := before.get(row.key or "")) is not None:
        row.known(thing_id)
    return thing_id is not None


def _advice(refused: Refusal) -> dict[str, list[str]]:
    """What to do about it, column by column."""
    errors = refused.errors or {"row": [refused.detail]}
    return {column_of(name): list(advice) for name, advice in errors.items()}
