"""The columns of files that can be imported, and what is made of a row (docs/casework/imports.md)."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError

from chassis.actor import Actor
from services.casework.actions import contacts, registration, work
from services.casework.actions.contacts import Said
from services.casework.actions.imports import Take, person_with
from services.casework.actions.work import SpellTold
from services.casework.api import person_input
from services.casework.api.contacts import NewContactSchema
from services.casework.api.work import NewSpellSchema
from services.casework.domain.errors import DomainError

PEOPLE = {
    "full_name": "full_name",
    "called": "called",
    "date_of_birth": "date_of_birth",
    "national_insurance_number": "national_insurance_number",
    "heard_of": "heard_of",
    "out_of_work_since": "out_of_work_since",
    "registered_on": "occurred_on",
}
CARD = ("channel", "language", "email", "phone", "postcode")
SAFE = ("voicemail", "letter", "sender_name", "quiet_from", "quiet_until")
LAYOUTS: dict[str, tuple[str, ...]] = {
    "people": ("key", *PEOPLE, *CARD, "address", *SAFE, "basis", "source"),
    "contacts": ("key", "person", "channel", "direction", "occurred_at", "summary"),
    "spells": (
        *("key", "person", "kind", "started_on", "ended_on", "employer"),
        *("job_title", "hours_per_week", "benefit"),
    ),
}
"""The columns by kind; a file may leave out those that it has nothing for."""


def check(kind: str, row: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """A row as the rules take it, or what is wrong with it, column by column."""
    if strange := [name for name in row if name not in LAYOUTS[kind]]:
        choices = ", ".join(LAYOUTS[kind])
        return {}, {name: [f"There is no such column. There are: {choices}."] for name in strange}
    if kind != "people" and not row.get("person"):
        return {}, {"person": ["Say whom it is about: a reference, or a key of theirs."]}
    try:
        loaded: dict[str, Any] = _SCHEMAS[kind]().load(_BODIES[kind](row))
        if kind == "people":
            person_input.registration(loaded)
        return loaded, {}
    except ValidationError as wrong:
        return {}, _columns(wrong.normalized_messages())
    except DomainError as wrong:
        return {}, {name.rpartition(".")[2]: advice for name, advice in wrong.errors.items()}


def _person(row: Mapping[str, str]) -> dict[str, Any]:
    given = {name: value for name, value in row.items() if value}
    body: dict[str, Any] = {field: given[name] for name, field in PEOPLE.items() if name in given}
    card: dict[str, Any] = {name: given[name] for name in CARD if name in given}
    if "address" in given:
        card["address_lines"] = [line.strip() for line in given["address"].split(";") if line.strip()]
    safe = {name: given[name] for name in SAFE if name in given}
    body["contact"] = card | ({"safe_contact": safe} if safe else {})
    basis = {"basis": given.get("basis", ""), "source": given.get("source", "")}
    return body | {"lawful_bases": [{"purpose": "support"} | basis], "different_person": True}


def _about_person(row: Mapping[str, str]) -> dict[str, Any]:
    given = {name: value for name, value in row.items() if value and name not in ("key", "person")}
    hours: dict[str, Any] = {}
    if given.get("hours_per_week", "").isdigit():
        hours = {"hours_per_week": int(given["hours_per_week"])}
    return given | hours


def _columns(messages: Mapping[str, Any]) -> dict[str, list[str]]:
    """Nested refusals by the columns of the file."""
    found: dict[str, list[str]] = {}
    for name, told in messages.items():
        if isinstance(told, Mapping):
            for column, lines in _columns({str(key): value for key, value in told.items()}).items():
                found.setdefault(str(name) if column.isdigit() else column, []).extend(lines)
        else:
            column = {"occurred_on": "registered_on", "address_lines": "address"}.get(str(name), str(name))
            found.setdefault(column, []).extend(str(line) for line in told)
    return found


def _register(session: Any, actor: Actor, row: Mapping[str, Any]) -> UUID:
    body = _loaded("people", row)
    bases = [registration.Basis(**basis) for basis in body["lawful_bases"]]
    told = person_input.registration(body)
    return registration.register_participant(session, actor, told, bases, different_person=True).id


def _contact(session: Any, actor: Actor, row: Mapping[str, Any]) -> UUID:
    person = person_with(session, actor, row["person"])
    return contacts.record_contact(session, actor, person, Said(**_loaded("contacts", row))).id


def _spell(session: Any, actor: Actor, row: Mapping[str, Any]) -> UUID:
    person = person_with(session, actor, row["person"])
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
