"""The columns of files that come in and go out: which there are, which are needed, how a cell is written."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""A cell that begins so is reckoned by a spreadsheet; with an apostrophe before it, it is read."""
NUMBER_OR_DASH = re.compile(r"[+-][\d\s().-]*|- .*", re.DOTALL)
"""A phone number, a number, or a line of a list: no formula, though it begins like one."""
SEVERAL = "; "
FORMS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "date": (re.compile(r"\d{4}-\d\d-\d\d"), "Write a date as year, month and day, like 2025-03-31."),
    "moment": (
        re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)"),
        "Write a date and a time with its zone, like 2025-03-31T09:30:00Z.",
    ),
    "time": (re.compile(r"\d\d:\d\d(:\d\d)?"), "Write a time of the 24-hour clock, like 09:30."),
    "yes-no": (re.compile(r"yes|no", re.IGNORECASE), "Write yes or no."),
    "number": (re.compile(r"\d{1,9}"), "Write a whole number in figures."),
}
"""How a cell of each form is written, and what to do about one that is not."""
COLUMNS = {
    "occurred_on": "registered_on",
    "address_lines": "address",
    "safe_contact": "quiet_from",
    "lawful_bases": "basis",
}
"""Fields that are called otherwise in a file."""
NO_FORMULA = "This begins as a formula does: write it as text, with an apostrophe (') before it."


@dataclass(frozen=True)
class Column:
    """One column of a layout."""

    name: str
    form: str = "text"
    required: bool = False
    example: str = ""


@dataclass(frozen=True)
class Layout:
    """The columns of a file of people, contacts or spells, in their order."""

    kind: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What stands in the heading."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that no file can leave out."""
        return tuple(column.name for column in self.columns if column.required)

    def misformed(self, row: Mapping[str, str]) -> dict[str, list[str]]:
        """What is written otherwise than its column asks for: formulas, dates the other way round."""
        found = {column.name: _advice(column, row.get(column.name, "")) for column in self.columns}
        return {name: [advice] for name, advice in found.items() if advice}


def column_of(field: str) -> str:
    """The column in which a field of the rules stands: `contact.address_lines` stands in `address`."""
    name = field.rpartition(".")[2]
    return COLUMNS.get(name, name)


def plain(row: Mapping[str, str]) -> dict[str, str]:
    """A row without the apostrophes that keep a spreadsheet from reckoning."""
    return {name: value[1:] if _is_kept_as_text(value) else value for name, value in row.items()}


def cell(value: object) -> str:
    """A value as it stands in a file that goes out: nothing in it is reckoned by a spreadsheet."""
    written = _written(value)
    return f"'{written}" if FORMULA.match(written) else written


def _advice(column: Column, value: str) -> str | None:
    if not value:
        return None
    if FORMULA.match(value) and not _is_kept_as_text(value) and not NUMBER_OR_DASH.fullmatch(value):
        return NO_FORMULA
    pattern, advice = FORMS.get(column.form, (None, ""))
    return advice if pattern is not None and not pattern.fullmatch(value) else None


def _is_kept_as_text(value: str) -> bool:
    return value.startswith("'") and FORMULA.match(value) is not None


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, str) or not isinstance(value, Iterable):
        return str(value)
    return SEVERAL.join(str(one) for one in value)
