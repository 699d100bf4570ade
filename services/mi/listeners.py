"""Events in: each one that the reference data names becomes a fact, and can be made anew from the logs."""

from collections.abc import Mapping, Sequence
from typing import cast

from marshmallow import fields
from sqlalchemy.orm import Session

from chassis.messaging import answering
from chassis.messaging.listeners import Listeners, Opened, Reads, Received
from services.mi.actions import catalogue, facts
from services.mi.domain.sources import SUBJECT, Kept, Source
from services.mi.store.facts import fact
from services.mi.store.holdings import held

ERASED = "workstead.casework.participant.erased.v1"
KINDS_ERASED = "workstead.casework.participant.kinds-erased.v1"
ASKED = "workstead.casework.participant.access-requested.v1"
FIELDS: Mapping[str, type[fields.Field]] = {
    "text": fields.String,
    "integer": fields.Integer,
    "boolean": fields.Boolean,
    "date": fields.Date,
    "uuid": fields.UUID,
}

LISTENERS = Listeners("mi", projections=[fact], erased_by=ERASED)


def reads(source: Source) -> type[Reads]:
    """The schema of what is read of an event: the fields that are kept, and whose and when it was."""
    ids = [source.person, source.organisation, source.provider]
    declared: dict[str, fields.Field] = {source.on: fields.Date()}
    declared |= {name: fields.UUID() for name in ids if name not in (None, SUBJECT)}
    declared |= {kept.name: _field(kept) for kept in source.kept}
    name = "".join(part.title() for part in source.event.replace("-", ".").split("."))
    return cast(type[Reads], type(f"{name}Reads", (Reads,), declared))


def _field(kept: Kept) -> fields.Field:
    if kept.kind == "texts":
        inner: fields.Field = fields.List(fields.String())
    else:
        inner = FIELDS[kept.kind](allow_none=not kept.required)
    if kept.sealed:
        return Opened(inner, required=kept.required, allow_none=not kept.required)
    inner.required = kept.required
    return inner


def keep_facts(session: Session, events: Sequence[Received]) -> None:
    """Keep these events as facts, all by one statement; forget whoever is to be forgotten."""
    facts.keep_facts(session, [(_SOURCES[event.type], event) for event in events])
    for event in events:
        if event.type == ERASED:
            facts.erase_person(session, event.subject)
        elif event.type == KINDS_ERASED:
            facts.erase_kinds(session, event.subject, event.data["kinds"], event.time)


_SOURCES = {source.type: source for source in catalogue.sources()}
for _source in _SOURCES.values():
    LISTENERS.project(_source.type, reads=reads(_source))(keep_facts)


answering.answer_copies(LISTENERS, ASKED, held)
answering.confirm_erasures(LISTENERS, ERASED)
