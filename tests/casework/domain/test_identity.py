"""What tells one person from another."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.errors import DomainError
from services.casework.domain.identity import age_on, date_of_birth, name_words, national_insurance_number

LETTERS = "ABCEGHJKLMNOPRSTWXYZ"
NEVER = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}
numbers = st.builds(
    "{}{:06}{}".format,
    st.text(LETTERS, min_size=2, max_size=2).filter(lambda two: two not in NEVER and two[1] != "O"),
    st.integers(0, 999_999),
    st.sampled_from("ABCD"),
)


@given(numbers, st.sampled_from(["", " ", "-"]), st.booleans())
def test_a_number_has_one_form_however_it_is_typed(number: str, gap: str, small: bool) -> None:
    typed = gap.join([number[:2], number[2:4], number[4:6], number[6:8], number[8:]])
    assert national_insurance_number(typed.lower() if small else typed) == number


@given(st.sampled_from(sorted(NEVER)))
def test_some_prefixes_are_never_given_out(prefix: str) -> None:
    with pytest.raises(DomainError):
        national_insurance_number(f"{prefix}123456A")


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_number_or_refused(text: str) -> None:
    try:
        number = national_insurance_number(text)
    except DomainError as refused:
        number = refused.code
    assert len(number) == 9 or number == "bad-national-insurance-number"


@pytest.mark.parametrize("number", ["DA123456A", "AO123456A", "AB123456E", "AB12345A", "AB١٢٣٤٥٦A"])
def test_what_cannot_be_a_number(number: str) -> None:
    with pytest.raises(DomainError):
        national_insurance_number(number)


def test_the_specimen_is_taken_so_that_training_needs_nobodys_number() -> None:
    assert national_insurance_number("qq 12 34 56 c") == "QQ123456C"


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2000, 2, 29), date(2025, 2, 28), 24),
        (date(2000, 2, 29), date(2025, 3, 1), 25),
        (date(2000, 3, 3), date(2025, 3, 3), 25),
        (date(2000, 3, 4), date(2025, 3, 3), 24),
    ],
)
def test_age_in_whole_years(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


@pytest.mark.parametrize("born", [date(2012, 1, 1), date(1900, 1, 1), date(2030, 1, 1)])
def test_a_date_of_birth_that_nobody_here_could_have(born: date) -> None:
    with pytest.raises(DomainError):
        date_of_birth(born, date(2025, 3, 3))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Siân Ó Briain", {"sian", "o", "briain"}),
        ("O'Neill", {"oneill"}),
        ("Anne-Marie  MÜLLER", {"anne", "marie", "muller"}),
        ("李娜", {"李娜"}),
        ("…", set()),
    ],
)
def test_the_words_of_a_name_without_case_and_accents(name: str, words: set[str]) -> None:
    assert name_words(name) == words
