"""Many people's records as one file: asked for by one, allowed by another, and written down."""

import csv
import io
from collections.abc import Mapping, Sequence
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.store import access
from chassis.store.paging import Page, page
from services.casework import policy
from services.casework.actions import export_layouts
from services.casework.domain.bulk_exports import BulkExport
from services.casework.domain.codes import known
from services.casework.domain.layouts import Layout, cell
from services.casework.reference import layouts
from services.casework.store import bulk_exports
from services.casework.store.bulk_exports import bulk_export

log = structlog.get_logger("workstead.casework.rights")


def ask(session: Session, actor: Actor, what: str, reason: str) -> BulkExport:
    """Somebody needs a file of many people's records, and says what for."""
    asked = BulkExport(
        id=new_id(),
        organisation_id=policy.organisation_of(actor),
        what=known(what, layouts(), "what"),
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
    rows = export_layouts.rows(session, asked.what, policy.visible(actor))
    people = {whose for whose, _ in rows}
    asked.fetch(policy.account_of(actor), len(people), clock.real_now())
    for one in sorted(people):
        access.record_read(session, actor, one, f"export of {asked.what}", asked.reason)
    log.warning("bulk export taken", export=str(export_id), by=str(actor.id), people=len(people))
    return asked.what, _written(layouts()[asked.what], [values for _, values in rows])


def _found(session: Session, actor: Actor, export_id: UUID) -> BulkExport:
    return policy.found(bulk_exports.find(session, policy.organisation_of(actor), export_id))


def _written(layout: Layout, rows: Sequence[Mapping[str, object]]) -> str:
    """A file of the layout that is imported: whoever leaves takes with them what can be read elsewhere."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(layout.names)
    writer.writerows([cell(row.get(name)) for name in layout.names] for row in rows)
    return out.getvalue()
