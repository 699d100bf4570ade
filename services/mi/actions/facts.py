"""Events become facts; an erased person's facts lose what was sealed."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.messaging.listeners import Received
from services.mi.actions import catalogue
from services.mi.domain.sources import SUBJECT, Source
from services.mi.store import facts


def keep_facts(session: Session, told: Iterable[tuple[Source, Received]]) -> None:
    """Keep of each event what its source declares. When it held counts, not when we were told."""
    facts.keep(session, [_fact(session, source, event) for source, event in told])


def erase_person(session: Session, person_id: UUID) -> None:
    """What had been sealed to us goes: payment group, barriers, offers, reasons. That it happened stays."""
    facts.save_amounts(session, person_id)
    for source in catalogue.sources():
        if source.sensitive:
            facts.strip(session, person_id, source)


def erase_kinds(session: Session, person_id: UUID, kinds: Collection[str], before: datetime) -> None:
    """Of these kinds of record what had been sealed to us goes; the person stays known."""
    for source in catalogue.sources():
        if source.sensitive and source.kind in kinds:
            facts.strip_before(session, person_id, source, before)


def _fact(session: Session, source: Source, event: Received) -> dict[str, Any]:
    data = event.data
    said = {kept.name: data[kept.name] for kept in source.kept if data.get(kept.name) is not None}
    if source.keeps_amount and "amount_pence" not in said:
        amount = facts.amount_of_erased(session, event.id)
        said |= {} if amount is None else {"amount_pence": amount}
    return {
        "id": event.id,
        "event": source.event,
        "subject": event.subject,
        "sequence": event.sequence,
        "person_id": _id(source.person, event),
        "organisation_id": _id(source.organisation, event),
        "provider_id": _id(source.provider, event),
        "occurred_on": data.get(source.on) or clock.local(event.time).date(),
        "recorded_at": event.time,
        "said": said,
    }


def _id(field: str | None, event: Received) -> UUID | None:
    if field is None:
        return None
    return event.subject if field == SUBJECT else event.data.get(field)
