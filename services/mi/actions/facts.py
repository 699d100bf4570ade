"""An event becomes a fact; an erased person's facts lose what was sealed."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.messaging.listeners import Received
from services.mi.actions import catalogue
from services.mi.domain.sources import SUBJECT, Source
from services.mi.store import facts


def keep_fact(session: Session, source: Source, event: Received) -> None:
    """Keep of the event what its source declares. When it held counts, not when we were told."""
    said = {kept.name: event.data.get(kept.name) for kept in source.kept}
    if "amount_pence" in said and said["amount_pence"] is None:
        said["amount_pence"] = facts.amount_of_erased(session, event.id)
    row = {
        "id": event.id,
        "event": source.event,
        "subject": event.subject,
        "sequence": event.sequence,
        "person_id": _id(source.person, event),
        "organisation_id": _id(source.organisation, event),
        "provider_id": _id(source.provider, event),
        "occurred_on": event.data.get(source.on) or clock.local(event.time).date(),
        "recorded_at": event.time,
        "said": _stored(said),
    }
    facts.keep(session, row)


def erase_person(session: Session, person_id: UUID) -> None:
    """What had been sealed to us goes: payment group, barriers, offers, reasons. That it happened stays."""
    facts.save_amounts(session, person_id)
    for source in catalogue.sources():
        if source.sensitive:
            facts.strip(session, person_id, source)


def _id(field: str | None, event: Received) -> UUID | None:
    if field is None:
        return None
    return event.subject if field == SUBJECT else event.data.get(field)


def _stored(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in said.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
