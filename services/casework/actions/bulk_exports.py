"""Many people's records as one file: asked for by one, allowed by another, and written down."""

import csv
import io
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.store import access
from chassis.store.paging import Page, page
from services.casework import policy
from services.casework.domain.bulk_exports import BulkExport
from services.casework.domain.codes import known
from services.casework.store import bulk_exports
from services.casework.store.bulk_exports import bulk_export
from services.casework.store.contacts import contact
from services.casework.store.participants import participant
from services.casework.store.spells import spell

PEOPLE, CONTACTS, SPELLS = "people", "contacts", "spells"
COLUMNS: dict[str, tuple[Any, ...]] = {
    PEOPLE: (
        participant.c.id,
        participant.c.reference,
        participant.c.full_name,
        participant.c.called,
        participant.c.date_of_birth,
        participant.c.national_insurance_number,
        participant.c.registered_on,
        participant.c.out_of_work_since,
        participant.c.heard_of,
    ),
    CONTACTS: (
        participant.c.reference,
        contact.c.id,
        contact.c.participant_id,
        contact.c.occurred_at,
        contact.c.channel,
        contact.c.direction,
        contact.c.summary,
        contact.c.assisted,
    ),
    SPELLS: (
        participant.c.reference,
        spell.c.id,
        spell.c.participant_id,
        spell.c.kind,
        spell.c.started_on,
        spell.c.ended_on,
        spell.c.employer,
        spell.c.job_title,
        spell.c.hours_per_week,
    ),
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is reckoned by a spreadsheet; with an apostrophe before it, it is read."""

log = structlog.get_logger("workstead.casework.rights")


def ask(session: Session, actor: Actor, what: str, reason: str) -> BulkExport:
    """Somebody needs a file of many people's records, and says what for."""
    asked = BulkExport(
        id=new_id(),
        organisation_id=policy.organisation_of(actor),
        what=known(what, COLUMNS, "what"),
        reason=reason,
        asked_by=policy.account_of(actor),
        asked_by_name=actor.name,
        asked_at=clock.real_now(),
    )
    session.add(asked)
    session.flush()
    return asked


def decide(session: Session, actor: Actor, export_id: UUID, allowed: bool) -> BulkExport:
    """The data-protection officer allows it for a day, or does not."""
    asked = _found(session, actor, export_id)
    asked.decide(allowed, policy.account_of(actor), actor.name, clock.real_now())
    return asked


def list_exports(session: Session, actor: Actor, *, cursor: str | None, limit: int) -> Page[BulkExport]:
    """The organisation's exports, the latest first."""
    return page(
        session,
        bulk_exports.of(policy.organisation_of(actor)),
        keys=(bulk_export.c.asked_at, bulk_export.c.id),
        cursor=cursor,
        limit=limit,
        descending=True,
    )


def fetch(session: Session, actor: Actor, export_id: UUID) -> tuple[str, str]:
    """What it is of, and the file (CSV). That it was taken stands in the record of everybody in it."""
    asked = _found(session, actor, export_id)
    columns = COLUMNS[asked.what]
    whose = participant.c.id
    rows = session.execute(_question(asked.what, policy.visible(actor)).order_by(whose)).all()
    people = {row.whose for row in rows}
    asked.fetch(policy.account_of(actor), len(people), clock.real_now())
    for one in sorted(people):
        access.record_read(session, actor, one, f"export of {asked.what}", asked.reason)
    log.warning("bulk export taken", export=str(export_id), by=str(actor.id), people=len(people))
    return asked.what, "".join(_lines([column.name for column in columns], [row[:-1] for row in rows]))


def _question(what: str, seen: ColumnElement[bool]) -> Select[Any]:
    """The rows about those whom the asker may see; the last column says whose each is."""
    asked = select(*COLUMNS[what], participant.c.id.label("whose")).where(seen)
    if what == PEOPLE:
        return asked
    table = contact if what == CONTACTS else spell
    return asked.select_from(table.join(participant, table.c.participant_id == participant.c.id))


def _found(session: Session, actor: Actor, export_id: UUID) -> BulkExport:
    return policy.found(bulk_exports.find(session, policy.organisation_of(actor), export_id))


def _lines(heading: list[str], rows: list[Any]) -> Iterator[str]:
    for row in [heading, *rows]:
        out = io.StringIO()
        csv.writer(out).writerow([_cell(value) for value in row])
        yield out.getvalue()


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
