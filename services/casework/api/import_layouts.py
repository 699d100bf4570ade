"""What is made of a row of a file that is imported; its columns are reference data (import-columns.yaml)."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError

from chassis.actor import Actor
from chassis.http.words import by_field
from services.casework.actions import contacts, registration, work
from services.casework.actions.contacts import Said
from services.casework.actions.imports import Take, person_with
from services.casework.actions.work import SpellTold
from services.casework.api import person_input
from services.casework.api.contacts import NewContactSchema
from services.casework.api.fields import text
from services.casework.api.work import NewSpellSchema
from services.casework.domain.errors import DomainError
from services.casework.domain.layouts import SEVERAL, column_of, plain
from services.casework.domain.participants import Participant
from services.casework.reference import layouts


class OldContactSchema(NewContactSchema):
    """A contact of another time, of which nobody may have written down what was said."""

    summary = text(5000, required=False, load_default=None, allow_none=True)


PEOPLE = {
    "full_name": "full_name",
    "called": "called",
    "date_of_birth": "date_of_birth",
    "national_insurance_number": "national_insurance_number",
    "heard_of": "heard_of",
    "campaign": "campaign",
    "out_of_work_since": "out_of_work_since",
    "registered_on": "occurred_on",
}
PEOPLE_AT_ONCE = 50
"""Registered in one transaction: so few that nobody else waits long for their answer meanwhile."""
CARD = ("channel", "language", "email", "phone", "postcode")
SAFE = ("voicemail", "letter", "sender_name", "quiet_from", "quiet_until")


def check(kind: str, row: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """A row as the rules take it, or what is wrong with it, column by column."""
    layout = layouts()[kind]
    given = {name: value for name, value in plain(row).items() if value}
    errors = layout.misformed(row)
    errors |= {name: ["Fill this in."] for name in layout.required if name not in given}
    whole = {name: value for name, value in given.items() if name not in errors}
    loaded, refused = _loaded_or_refused(kind, whole)
    return loaded, {name: advice for name, advice in refused.items() if name not in errors} | errors


def _loaded_or_refused(kind: str, row: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    try:
        loaded: dict[str, Any] = _SCHEMAS[kind].load(_BODIES[kind](row))
        if kind == "people":
            person_input.registration(loaded)
        return loaded, {}
    except ValidationError as wrong:
        return {}, _columns(by_field(wrong.normalized_messages()))
    except DomainError as wrong:
        return {}, _columns(wrong.errors)


def _person(row: Mapping[str, str]) -> dict[str, Any]:
    body: dict[str, Any] = {field: row[name] for name, field in PEOPLE.items() if name in row}
    card: dict[str, Any] = {name: row[name] for name in CARD if name in row}
    if "address" in row:
        card["address_lines"] = _several(row["address"])
    if "accessibility_needs" in row:
        body["accessibility_needs"] = _several(row["accessibility_needs"])
    safe = {name: row[name] for name in SAFE if name in row}
    body["contact"] = card | ({"safe_contact": safe} if safe else {})
    basis = {name: row[name] for name in ("basis", "source") if name in row}
    return body | {"lawful_bases": [{"purpose": "support"} | basis], "different_person": True}


def _about_person(row: Mapping[str, str]) -> dict[str, Any]:
    given: dict[str, Any] = {name: value for name, value in row.items() if name not in ("key", "person")}
    return given | ({"hours_per_week": int(hours)} if (hours := given.get("hours_per_week")) else {})


def _several(written: str) -> list[str]:
    return [each.strip() for each in written.split(SEVERAL.strip()) if each.strip()]


def _columns(errors: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """What is wrong by the columns of the file: of the second line of an address, at the address."""
    found: dict[str, list[str]] = {}
    for name, advice in errors.items():
        found.setdefault(column_of(re.sub(r"\.\d+$", "", name)), []).extend(advice)
    return found


def _register(session: Any, actor: Actor, rows: Sequence[Mapping[str, Any]]) -> Sequence[UUID | DomainError]:
    """People, several at once; one whose row is wrong by now is left out."""
    bodies = [_loaded_or_why("people", row) for row in rows]
    told = [_told(body) for body in bodies if not isinstance(body, DomainError)]
    came = iter(registration.register_several(session, actor, told))
    return [body if isinstance(body, DomainError) else _id(next(came)) for body in bodies]


def _told(body: Mapping[str, Any]) -> registration.Told:
    bases = [registration.Basis(**basis) for basis in body["lawful_bases"]]
    return person_input.registration(dict(body)), bases


def _id(came: Participant | DomainError) -> UUID | DomainError:
    return came if isinstance(came, DomainError) else came.id


def _contact(session: Any, actor: Actor, row: Mapping[str, Any]) -> UUID:
    person = person_with(session, actor, plain(row)["person"])
    return contacts.record_contact(session, actor, person, Said(**_loaded("contacts", row))).id


def _spell(session: Any, actor: Actor, row: Mapping[str, Any]) -> UUID:
    person = person_with(session, actor, plain(row)["person"])
    return work.start_spell(session, actor, person, SpellTold(**_loaded("spells", row))).id


def _each(take: Callable[[Any, Actor, Mapping[str, Any]], UUID]) -> Take:
    """One row at a time."""
    return Take(lambda session, actor, rows: [take(session, actor, row) for row in rows])


def _loaded_or_why(kind: str, row: Mapping[str, Any]) -> dict[str, Any] | DomainError:
    try:
        return _loaded(kind, row)
    except DomainError as wrong:
        return wrong


def _loaded(kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    loaded, errors = check(kind, row)
    if errors:
        raise DomainError("row-wrong", "This row cannot be taken any more.", errors)
    return loaded


_SCHEMAS: dict[str, Schema] = {
    "people": person_input.RegistrationSchema(),
    "contacts": OldContactSchema(),
    "spells": NewSpellSchema(),
}
"""Made once: that takes longer than looking at a row."""
_BODIES: dict[str, Callable[[Mapping[str, str]], dict[str, Any]]] = {
    "people": _person,
    "contacts": _about_person,
    "spells": _about_person,
}
TAKES = {"people": Take(_register, PEOPLE_AT_ONCE), "contacts": _each(_contact), "spells": _each(_spell)}
"""What is done with rows of each kind."""
