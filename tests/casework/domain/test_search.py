"""What is typed into one box is taken apart, and each is scored by how well they answer to it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain import search
from services.casework.domain.search import Asked, Known, asked

BORN = date(1990, 5, 7)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("P-7417-9M", Asked(reference="P-7417-9M")),
        ("p-7417-9m sian", Asked(reference="P-7417-9M", name=("sian",))),
        ("qq 12 34 56 c", Asked(number="QQ123456C")),
        ("Siân 7/5/1990", Asked(born=BORN, name=("sian",))),
        ("07.05.1990", Asked(born=BORN)),
        ("7 5 1990 briain", Asked(born=BORN, name=("briain",))),
        ("1990-05-07", Asked(born=BORN)),
        ("31/2/1990", Asked(name=("31", "2", "1990"))),
        ("Siân Ó Briain", Asked(name=("sian", "o", "briain"))),
        ("…", Asked()),
    ],
)
def test_the_parts_of_what_was_typed(text: str, taken: Asked) -> None:
    assert asked(text) == taken
    assert taken.is_empty == (text == "…")


def test_a_number_that_can_be_nobodys_is_looked_for_as_words() -> None:
    assert asked("GB 12 34 56 C").number is None


def known(born: date | None = BORN) -> Known:
    return Known("P-7417-9M", ("Siân Ó Briain", "Siân"), "QQ123456C", born)


def test_day_and_month_exchanged_count_for_something() -> None:
    assert search.score(search.answers(asked("7/5/1990"), known())) == 1
    assert 0.5 <= search.score(search.answers(asked("5/7/1990"), known())) < 1
    assert search.score(search.answers(asked("6/5/1990"), known())) == 0
    assert search.score(search.answers(asked("7/5/1990"), known(None))) == 0


def test_an_exact_number_is_enough_and_a_date_alone_with_another_name_is_not() -> None:
    assert search.score(search.answers(asked("QQ123456C amina"), known())) == 1
    assert search.score(search.answers(asked("amina yusuf 8/5/1990"), known())) < search.LEAST_ALIKE


def test_who_answers_to_more_comes_first() -> None:
    both = search.score(search.answers(asked("shan briain"), known()))
    one = search.score(search.answers(asked("shan briain"), Known("P-1", ("Shan Yusuf",))))
    assert both > one


@given(st.text(max_size=60))
def test_anything_can_be_typed(text: str) -> None:
    assert 0 <= search.score(search.answers(asked(text), known())) <= 1


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_exchanging_twice_is_the_same_day(day: date) -> None:
    for other in search.swapped(day):
        assert search.swapped(other) == (day,)
