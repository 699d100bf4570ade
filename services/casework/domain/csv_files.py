"""A file of comma-separated values, read with care: what is wrong with it is said by row and column.

Rows are counted as a spreadsheet counts them: the heading is row 1.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from services.casework.domain.errors import DomainError
from services.casework.domain.layouts import Layout

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
OTHERS = {";": "semicolons", "\t": "tabs", "|": "bars"}
SAVE_AGAIN = "Save the file as “CSV UTF-8, comma delimited”."
LONGEST = 20_000
"""Characters of a cell; the longest text that a record takes has 5,000."""


@dataclass(frozen=True)
class Sheet:
    """A file that can be read: its heading, and its rows, blank ones as empty lists."""

    heading: tuple[str, ...]
    rows: list[list[str]]


def sheet(layout: Layout, content: bytes | str, field: str) -> Sheet:
    """The sheet that a file holds, or a refusal at that field, naming the row and the column."""
    text = (content if isinstance(content, str) else _decoded(content, field)).removeprefix("\ufeff")
    rows = _rows(text, field)
    heading = tuple(name.strip() for name in next(rows, ()))
    _check_heading(layout, heading, field)
    found = [_cells(row) for row in rows]
    if not any(found):
        raise _unreadable(field, "There is no row below the heading.")
    return Sheet(heading, found)


def _decoded(content: bytes, field: str) -> str:
    if content.startswith(UTF_16) or b"\0" in content[:1000]:
        raise _unreadable(field, f"This is no CSV file in UTF-8. {SAVE_AGAIN}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        before = wrong.object[: wrong.start].decode()
        raise _unreadable(field, f"This is not written in UTF-8. {SAVE_AGAIN}", _end_of(before)) from None


def _rows(text: str, field: str) -> Iterator[list[str]]:
    """The rows one by one; a quotation mark that is never closed swallows what follows, and is found out."""
    stream = io.StringIO(text, newline="")
    reader = csv.reader(stream, strict=True)
    number, begin = 1, 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            rest = "".join(io.StringIO(text, newline="").readlines()[begin:])
            raise _unreadable(field, _broken(rest), _place(text, number, _opened(rest))) from None
        if any(len(each) > LONGEST for each in row):
            column = next(place for place, each in enumerate(row) if len(each) > LONGEST)
            raise _unreadable(field, _too_long(row[column]), _place(text, number, column))
        yield row
        number, begin = number + 1, reader.line_num


def _broken(rest: str) -> str:
    if '"' not in rest:
        return f"This is longer than {LONGEST} characters."
    if rest.count('"') % 2:
        return "A quotation mark is opened here and never closed."
    return "A quotation mark stands in the middle of a cell: write it twice, and the cell in quotation marks."


def _too_long(cell: str) -> str:
    if "\n" in cell and cell.count(",") > 5:
        return "A quotation mark is opened here and closed much too late."
    return f"This is longer than {LONGEST} characters."


def _check_heading(layout: Layout, heading: tuple[str, ...], field: str) -> None:
    first = ",".join(heading)
    if len(heading) < 2 and (other := next((mark for mark in OTHERS if mark in first), None)):
        raise _unreadable(
            field, f"The cells are parted by {OTHERS[other]}, not by commas. {SAVE_AGAIN}", (1, "1")
        )
    strange = [name for name in heading if name not in layout.names]
    twice = [name for place, name in enumerate(heading) if name in heading[:place] and name not in strange]
    missing = [name for name in layout.required if name not in heading]
    lines = [
        *(_line("Nobody here knows a column of that name.", (1, _named(heading, name))) for name in strange),
        *(_line("This column is there twice.", (1, name)) for name in twice),
        *(_line("This column is missing.", (1, name)) for name in missing),
    ]
    if lines:
        raise DomainError("bad-file", "The heading of this file is not as it has to be.", {field: lines})


def _named(heading: tuple[str, ...], name: str) -> str:
    return name[:40] or str(heading.index(name) + 1)


def _cells(row: list[str]) -> list[str]:
    cells = [each.strip() for each in row]
    return cells if any(cells) else []


def _opened(rest: str) -> int:
    """In which cell of the row the quotation mark stands, counted from 0."""
    begin = rest[:LONGEST]
    marks = (place for place, mark in enumerate(begin) if mark == '"')
    end = next((place for place in marks if _breaks(begin[: place + 2])), LONGEST)
    lenient = next(csv.reader(io.StringIO(begin[:end], newline="")), [""])
    return len(lenient) - 1


def _breaks(begin: str) -> bool:
    """Whether a quotation mark that ends here has something behind it that cannot be there."""
    try:
        list(csv.reader(io.StringIO(begin, newline=""), strict=True))
    except csv.Error as wrong:
        return "expected after" in str(wrong)
    return False


def _end_of(text: str) -> tuple[int, str]:
    """The row and the column at which a text that is cut off ends."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if not rows or text.endswith("\n"):
        rows.append([""])
    return _place(text, len(rows), max(len(rows[-1]) - 1, 0))


def _place(text: str, number: int, column: int) -> tuple[int, str]:
    heading = [] if number == 1 else next(csv.reader(io.StringIO(text[:LONGEST], newline="")), [])
    return number, heading[column].strip() if column < len(heading) else str(column + 1)


def _line(advice: str, place: tuple[int, str]) -> str:
    return f"Row {place[0]}, column {place[1]}: {advice}"


def _unreadable(field: str, advice: str, place: tuple[int, str] | None = None) -> DomainError:
    line = advice if place is None else _line(advice, place)
    return DomainError("bad-file", "This file cannot be read.", {field: [line]})
