"""The rows of a file, looked at before anything is done with any: what is wrong, and whom it is about."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.actor import Actor
from services.casework import policy
from services.casework.domain.csv_files import Sheet
from services.casework.domain.errors import DomainError
from services.casework.domain.identity import national_insurance_number
from services.casework.domain.imports import Import, ImportRow, key_of
from services.casework.domain.layouts import plain
from services.casework.store import imports, participants

Check = Callable[[str, Mapping[str, str]], tuple[dict[str, Any], dict[str, list[str]]]]
NOBODY = {"person": ["Give a reference of ours, or a key with which somebody was imported."]}
RAGGED = {"row": ["It has not as many cells as the heading. Put text with a comma in it in quotation marks."]}
NUMBER = "national_insurance_number"


@dataclass(frozen=True)
class _Given:
    """A row: its number, what it is known by, how it is written, what it says, what is wrong with it."""

    number: int
    key: str
    written: dict[str, str]
    values: dict[str, str]
    errors: dict[str, list[str]]


def stage(
    session: Session,
    actor: Actor,
    begun: Import,
    first: int,
    sheet: Sheet,
    check: Check,
    *,
    of_file: bool = False,
) -> None:
    """Keep these rows with what is wrong with each; only one that could be done keeps what it says.

    A key that is in the import already is a mistake in a file; among rows that a program sends in parts it is
    a part that was sent twice, and is left out.
    """
    given = _given(sheet, first, lambda values: check(begun.kind, values)[1])
    keys = {one.key for one in given}
    taken = imports.in_import(session, begun.id, begun.kind, keys)
    known = imports.done_before(session, begun.organisation_id, begun.kind, keys)
    about = _about(session, actor, begun.kind, [one.values for one in given])
    kept = []
    for one in given:
        if (before := taken.get(one.key)) is None:
            taken[one.key] = one.number
            kept.append((_row(begun, one, known.get(one.key), about), one.key))
        elif of_file:
            kept.append((_again(begun, one, before), f"again:{one.number}"))
    imports.add(session, kept)


def people_named(session: Session, actor: Actor, names: Collection[str]) -> dict[str, UUID]:
    """Who is meant: by the key with which they were imported, or by our reference, if they may be seen."""
    by_key = imports.done_before(session, policy.organisation_of(actor), "people", names)
    rest = [name for name in names if name not in by_key]
    return by_key | imports.with_references(session, policy.visible(actor), rest)


def _given(
    sheet: Sheet, first: int, wrong: Callable[[Mapping[str, str]], dict[str, list[str]]]
) -> list[_Given]:
    """The rows that are not blank, with what can be said of each alone."""
    found = []
    for number, cells in enumerate(sheet.rows, start=first):
        if cells and len(cells) != len(sheet.heading):
            found.append(_Given(number, f"ragged:{number}", {}, {}, RAGGED))
        elif cells:
            written = dict(zip(sheet.heading, cells, strict=True))
            values = plain(written)
            found.append(_Given(number, key_of(values), written, values, wrong(written)))
    return found


def _about(session: Session, actor: Actor, kind: str, rows: Collection[Mapping[str, str]]) -> dict[str, UUID]:
    """Whose records these rows are about, as far as it is known: by what stands in the row of them."""
    if kind != "people":
        return people_named(session, actor, {row["person"] for row in rows if row.get("person")})
    numbers = {_number(row.get(NUMBER, "")) for row in rows} - {""}
    found = participants.with_numbers(session, policy.visible(actor), numbers)
    return {number: row.id for number, row in found.items()}


def _row(begun: Import, one: _Given, before: UUID | None, about: Mapping[str, UUID]) -> ImportRow:
    row = _plain_row(begun, one)
    whose = _number(one.values.get(NUMBER, "")) if begun.kind == "people" else one.values.get("person", "")
    if one.errors:
        row.refuse(one.errors)
    elif begun.kind != "people" and whose not in about:
        row.refuse(NOBODY)
    elif before is not None:
        row.known(before)
    else:
        row.about_id = about.get(whose)
    return row


def _again(begun: Import, one: _Given, before: int) -> ImportRow:
    row = _plain_row(begun, one)
    column = "key" if one.values.get("key") else "row"
    row.refuse({column: [f"This is in the file already, in row {before + 1}."]})
    return row


def _plain_row(begun: Import, one: _Given) -> ImportRow:
    return ImportRow(
        import_id=begun.id,
        number=one.number,
        organisation_id=begun.organisation_id,
        kind=begun.kind,
        key=one.key,
        values=one.written,
    )


def _number(written: str) -> str:
    """A National Insurance number in its one form; nothing where it is none."""
    try:
        return national_insurance_number(written) if written else ""
    except DomainError:
        return ""
