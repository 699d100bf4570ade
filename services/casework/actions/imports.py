"""Importing people, contacts and spells: rows come in and are looked at, then each is done once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.problems import Problem
from chassis.store.database import Database
from chassis.store.paging import Page, page
from services.casework import policy
from services.casework.domain.codes import known
from services.casework.domain.errors import DomainError
from services.casework.domain.imports import KINDS, Import, ImportRow
from services.casework.store import imports
from services.casework.store.imports import import_, import_row

Checked = tuple[dict[str, Any], dict[str, list[str]]]
Take = Callable[[Session, Actor, Mapping[str, Any]], UUID]


def begin_import(session: Session, actor: Actor, kind: str) -> dict[str, Any]:
    """An import of people, contacts or spells begins, with no rows yet."""
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
    return shown(session, [begun])[0]


def add_rows(
    session: Session,
    actor: Actor,
    import_id: UUID,
    rows: Sequence[Mapping[str, str]],
    check: Callable[[str, Mapping[str, str]], Checked],
) -> dict[str, Any]:
    """More rows of the file: each is looked at now, and nothing is done with any yet."""
    begun = import_of(session, actor, import_id)
    so_far = sum(imports.counts(session, [begun.id])[begun.id].values())
    begun.take(so_far, len(rows))
    keys = [row.get("key", "").strip() for row in rows]
    done = imports.done_before(session, begun.organisation_id, begun.kind, set(keys))
    taken = imports.in_import(session, begun.id, begun.kind, set(keys))
    kept = []
    for number, (key, row) in enumerate(zip(keys, rows, strict=True), start=so_far + 1):
        key = key or f"row {number}"
        if key in taken:
            continue
        taken.add(key)
        kept.append(_row(begun, number, key, row, check, done.get(key)))
    imports.add(session, kept)
    return shown(session, [begun])[0]


def start_import(session: Session, actor: Actor, import_id: UUID) -> dict[str, Any]:
    """Somebody has looked at the preview, and wants it."""
    begun = import_of(session, actor, import_id)
    ready = imports.counts(session, [begun.id])[begun.id].get("ready", 0)
    begun.start(ready, clock.now())
    session.flush()
    return shown(session, [begun])[0]


def list_imports(session: Session, actor: Actor, *, cursor: str | None, limit: int) -> Page[dict[str, Any]]:
    """The organisation's imports, the latest first."""
    begun = imports.of(policy.organisation_of(actor))
    keys = (import_.c.begun_at, import_.c.id)
    found = page(session, begun, keys=keys, cursor=cursor, limit=limit, descending=True)
    return Page(shown(session, found.items), found.next)


def list_rows(
    session: Session, actor: Actor, import_id: UUID, state: str | None, *, cursor: str | None, limit: int
) -> Page[ImportRow]:
    """The rows of an import in the order of the file: what is wrong with each, what came of it."""
    begun = import_of(session, actor, import_id)
    keys = (import_row.c.number,)
    return page(session, imports.rows_of(begun.id, state), keys=keys, cursor=cursor, limit=limit)


def import_of(session: Session, actor: Actor, import_id: UUID) -> Import:
    """One import of the actor's organisation, held."""
    here = policy.organisation_of(actor)
    return policy.found(imports.find(session, here, import_id), "There is no such import.")


def shown(session: Session, some: Sequence[Import]) -> list[dict[str, Any]]:
    """Imports with how far they are."""
    counted = imports.counts(session, [one.id for one in some])
    return [{"import": one, "counts": counted[one.id]} for one in some]


def do_next(database: Database, takes: Mapping[str, Take]) -> int:
    """Do the next row of the import that has waited longest; how many were done. Each stands by itself."""
    with database.transaction() as session:
        if (begun := imports.started(session)) is None:
            return 0
        roles = frozenset({"adviser"})
        importer = Actor("person", begun.begun_by, begun.organisation_id, roles, name=begun.begun_by_name)
        id, kind = begun.id, begun.kind
    try:
        with database.transaction(importer) as session:
            rows = imports.next_rows(session, id, 1)
            for row in rows:
                _do(session, importer, row, takes[kind])
            return len(rows)
    except (DomainError, Problem) as refused:
        return _refuse(database, importer, id, refused.errors or {"row": [refused.detail]})
    except (IntegrityError, DataError):
        return _refuse(database, importer, id, {"row": ["It contradicts something that is there already."]})


def _refuse(database: Database, importer: Actor, import_id: UUID, errors: Mapping[str, Sequence[str]]) -> int:
    """The row that was just tried cannot be taken; nothing of it was kept."""
    with database.transaction(importer) as session:
        rows = imports.next_rows(session, import_id, 1)
        for row in rows:
            row.refuse(errors)
        return len(rows)


def person_with(session: Session, actor: Actor, named: str) -> UUID:
    """Whom a contact or a spell is about: by our reference, or by the key with which they were imported."""
    by_key = imports.done_before(session, policy.organisation_of(actor), "people", [named])
    if named in by_key:
        return by_key[named]
    found = imports.with_reference(session, policy.visible(actor), named)
    if found is None:
        advice = {"person": ["Give a reference of ours, or a key with which somebody was imported."]}
        raise DomainError("nobody-so-called", "Nobody is known by that.", advice)
    return found


def _row(
    begun: Import,
    number: int,
    key: str,
    values: Mapping[str, str],
    check: Callable[[str, Mapping[str, str]], Checked],
    before: UUID | None,
) -> ImportRow:
    row = ImportRow(
        import_id=begun.id,
        number=number,
        organisation_id=begun.organisation_id,
        kind=begun.kind,
        key=key,
        values=dict(values),
    )
    _, errors = check(begun.kind, values)
    if errors:
        row.refuse(errors)
    elif before is not None:
        row.state, row.thing_id = "known", before
    return row


def _do(session: Session, importer: Actor, row: ImportRow, take: Take) -> None:
    done = imports.done_before(session, row.organisation_id, row.kind, [row.key])
    if row.key in done:
        row.state, row.thing_id = "known", done[row.key]
    else:
        row.done(take(session, importer, row.values))
