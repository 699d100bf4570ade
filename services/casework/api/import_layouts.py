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
from services.casework.api.work import NewSpellSchema
from services.casework.domain.errors import DomainError
from services.casework.domain.layouts import SEVERAL, column_of, plain
from services.casework.reference import layouts

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
        loaded: dict[str, Any] = _SCHEMAS[kind]().load(_BODIES[kind](row))
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


def _register(session: Any, actor: Actor, row: Mapping[str, Any]) -> UUID:
    body = _loaded("people", row)
    bases = [registration.Basis(**basis) for basis in body["lawful_bases"]]
    told = person_input.registration(body)
    return registration.register_participant(session, actor, told, bases, different_person=True).id


def _contact(session: Any, actor: Actor, row: Mapping[str, Any]) -> UUID:
    person = person_with(session, actor, plain(row)["person"])
    return contacts.record_contact(session, actor, person, Said(**_loaded("contacts", row))).id


def _spell(session: Any, actor: Actor, row: Mapping[str, Any]) -> UUID:
    person = person_with(session, actor, plain(row)["person"])
    return work.start_spell(session, actor, person, SpellTold(**_loaded("spells", row))).id


def _loaded(kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    loaded, errors = check(kind, row)
    if errors:
        raise DomainError("row-wrong", "This row cannot be taken any more.", errors)
    return loaded


_SCHEMAS: dict[str, type[Schema]] = {
    "people": person_input.RegistrationSchema,
    "contacts": NewContactSchema,
    "spells": NewSpellSchema,
}
_BODIES: dict[str, Callable[[Mapping[str, str]], dict[str, Any]]] = {
    "people": _person,
    "contacts": _about_person,
    "spells": _about_person,
}
TAKES: dict[str, Take] = {"people": _register, "contacts": _contact, "spells": _spell}
"""What is done with a row of each kind."""
