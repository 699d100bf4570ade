"""A file is read with care: what is wrong with it is said by row and column, as a spreadsheet counts them."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.csv_files import sheet
from services.casework.domain.errors import DomainError
from services.casework.domain.imports import key_of
from services.casework.domain.layouts import NO_FORMULA, cell, plain
from services.casework.reference import layouts

SPELLS = layouts()["spells"]
HEADING = "key,person,kind,started_on,employer\n"
ROW = "S-1,A-1,employment,2025-01-06,Harbour Foods\n"
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=40)


def refused(content: bytes | str) -> list[str]:
    with pytest.raises(DomainError) as wrong:
        sheet(SPELLS, content, "content")
    return wrong.value.errors["content"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ((HEADING + ROW).encode("utf-16"), "This is no CSV file in UTF-8."),
        (b"PK\x03\x04\x14\0\x06\0", "This is no CSV file in UTF-8."),
        (
            (HEADING + ROW + "S-2,A-1,employment,2025-01-06,Caf\u00e9 Eastgate\n").encode("cp1252"),
            "Row 3, column employer: This is not written in UTF-8.",
        ),
        ((HEADING + ROW).replace(",", ";"), "Row 1, column 1: The cells are parted by semicolons"),
        ((HEADING + ROW).replace(",", "\t"), "Row 1, column 1: The cells are parted by tabs"),
        (HEADING.replace("employer", "mood") + ROW, "Row 1, column mood: Nobody here knows a column of that"),
        (HEADING.replace("employer", "kind") + ROW, "Row 1, column kind: This column is there twice."),
        (HEADING.replace("started_on,", "") + ROW, "Row 1, column started_on: This column is missing."),
        (
            HEADING + ROW + 'S-2,A-1,"employment,2025-01-06,x\n' + ROW,
            "Row 3, column kind: A quotation mark",
        ),
        (
            HEADING + 'S-2,A-1,"a "b" c",2025-01-06,x\n',
            "Row 2, column kind: A quotation mark",
        ),
        (HEADING + f"S-2,A-1,{'x' * 200_000},2025-01-06,x\n", "Row 2, column kind: This is longer than"),
        (HEADING + f"S-2,A-1,{'x' * 30_000},2025-01-06,x\n", "Row 2, column kind: This is longer than"),
        (HEADING, "There is no row below the heading."),
        (HEADING + ",,,,\n\n", "There is no row below the heading."),
        ("", "Row 1, column person: This column is missing."),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_what_to_do(content: bytes | str, said: str) -> None:
    assert refused(content)[0].startswith(said)


def test_everything_wrong_with_a_heading_is_said_at_once() -> None:
    assert len(refused("key,key,mood\n1,2,3\n")) == 5


def test_bytes_that_are_not_utf_8_in_the_heading_are_found_too() -> None:
    assert refused(b"key,caf\xe9,person\n")[0].startswith("Row 1, column 2: This is not written in UTF-8.")


def test_a_mark_at_the_beginning_and_blank_rows_are_no_harm() -> None:
    read = sheet(SPELLS, "\ufeff".encode() + (HEADING + "\n,,,,\n" + ROW).encode(), "content")
    assert read.heading == ("key", "person", "kind", "started_on", "employer")
    assert read.rows == [[], [], ["S-1", "A-1", "employment", "2025-01-06", "Harbour Foods"]]


@given(st.lists(st.lists(TEXT, min_size=5, max_size=5), min_size=1, max_size=6))
def test_what_is_written_well_is_read_as_it_was(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([HEADING.strip().split(","), ["x"] * 5, *rows])
    read = sheet(SPELLS, out.getvalue().encode(), "content").rows[1:]
    blank_left_out = [[each.strip() for each in row] if any(map(str.strip, row)) else [] for row in rows]
    assert read == blank_left_out


@given(st.text(max_size=30))
def test_a_spreadsheet_reckons_nothing_that_goes_out_and_what_comes_back_is_the_same(text: str) -> None:
    written = cell(text)
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert plain({"summary": written}) == {"summary": text}


@pytest.mark.parametrize(
    ("value", "advice"),
    [
        ("=HYPERLINK(A1)", NO_FORMULA),
        ("@SUM(1)", NO_FORMULA),
        ("+cmd|' /C calc'!A0", NO_FORMULA),
        ("-2+3+cmd|'x'!A0", NO_FORMULA),
        ("'=SUM(1)", None),
        ("+44 7700 900123", None),
        ("- asked about the bus", None),
    ],
)
def test_formulas_are_refused_where_text_is_taken(value: str, advice: str | None) -> None:
    wrong = layouts()["contacts"].misformed({"summary": value})
    assert wrong == ({"summary": [advice]} if advice else {})


@pytest.mark.parametrize("value", ["06/01/2025", "6 January 2025", "2025-1-6", "20250106", "45663"])
def test_a_date_written_otherwise_says_how_to_write_it(value: str) -> None:
    assert "2025-03-31" in SPELLS.misformed({"started_on": value})["started_on"][0]


def test_a_row_without_a_key_is_known_by_all_that_it_says() -> None:
    one = {"key": "", "person": "A-1", "summary": "x"}
    assert key_of(one) == key_of({"person": "A-1", "summary": "x", "channel": ""})
    assert key_of(one) != key_of(one | {"summary": "y"})
    assert key_of(one | {"key": " C-1 "}) == "C-1"
