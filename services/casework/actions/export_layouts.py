"""What stands in each column of a file that goes out: the layout is the one that is imported."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session

from services.casework.domain.layouts import SEVERAL
from services.casework.store.contacts import contact
from services.casework.store.participants import lawful_basis, participant
from services.casework.store.spells import spell

Values = Mapping[str, object]
SUPPORT = "support"
"""The purpose for which everybody's record has a lawful basis."""


def rows(session: Session, what: str, seen: ColumnElement[bool]) -> list[tuple[UUID, Values]]:
    """Whose each row is, and what it says, of those whom the asker may see."""
    question = _QUESTIONS[what](seen).order_by(participant.c.id)
    found = [(row.whose, _VALUES[what](row)) for row in session.execute(question)]
    return found if what != "people" else _with_basis(session, seen, found)


def _people(seen: ColumnElement[bool]) -> Select[Any]:
    return select(*participant.c, participant.c.id.label("whose")).where(seen)


def _contacts(seen: ColumnElement[bool]) -> Select[Any]:
    joined = contact.join(participant, contact.c.participant_id == participant.c.id)
    whose = (participant.c.id.label("whose"), participant.c.reference)
    return select(*contact.c, *whose).select_from(joined).where(seen)


def _spells(seen: ColumnElement[bool]) -> Select[Any]:
    """A spell that never was does not go out: whoever reads it would take it for one."""
    joined = spell.join(participant, spell.c.participant_id == participant.c.id)
    whose = (participant.c.id.label("whose"), participant.c.reference)
    return select(*spell.c, *whose).select_from(joined).where(seen, ~spell.c.voided)


def _person(row: Row[Any]) -> Values:
    card, safe = row.card, row.card.safe_contact
    reached = {name: getattr(card, name) for name in ("channel", "language", "email", "phone", "postcode")}
    safely = {
        name: getattr(safe, name)
        for name in ("voicemail", "letter", "sender_name", "quiet_from", "quiet_until")
    }
    address = {"address": SEVERAL.join(card.address_lines)}
    return {**row._mapping, "key": row.reference, **reached, **safely, **address}


def _about_person(row: Row[Any]) -> Values:
    return {**row._mapping, "key": row.id, "person": row.reference}


def _with_basis(
    session: Session, seen: ColumnElement[bool], found: list[tuple[UUID, Values]]
) -> list[tuple[UUID, Values]]:
    """The lawful basis on which each is supported: the latest, where there were several."""
    joined = lawful_basis.join(participant, lawful_basis.c.participant_id == participant.c.id)
    asked = select(lawful_basis).select_from(joined).where(seen, lawful_basis.c.purpose == SUPPORT)
    held = {row.participant_id: row for row in session.execute(asked.order_by(lawful_basis.c.from_on))}
    return [
        (id, {**values, "basis": held[id].basis, "source": held[id].source} if id in held else values)
        for id, values in found
    ]


_QUESTIONS: dict[str, Callable[[ColumnElement[bool]], Select[Any]]] = {
    "people": _people,
    "contacts": _contacts,
    "spells": _spells,
}
_VALUES: dict[str, Callable[[Row[Any]], Values]] = {
    "people": _person,
    "contacts": _about_person,
    "spells": _about_person,
}
