"""How alike two people are by what is known of them."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.likeness import Signs, compare, marks, may_be_enough
from services.casework.domain.search import swapped

SIAN = {
    "name": "Siân Ó Briain",
    "born": date(1990, 5, 7),
    "number": "QQ123456C",
    "phone": "+447700900123",
    "email": "sian@people.example",
    "postcode": "ZZ1 1AA",
}
signs = st.builds(
    Signs,
    name=st.sampled_from(["Siân Ó Briain", "Shan Brian", "Amina Yusuf", ""]),
    born=st.sampled_from([None, date(1990, 5, 7), date(1990, 7, 5), date(1971, 1, 1)]),
    number=st.sampled_from([None, "QQ123456C", "QQ123465C", "QQ999999A"]),
    phone=st.sampled_from([None, "+447700900123"]),
    email=st.sampled_from([None, "sian@people.example"]),
    postcode=st.sampled_from([None, "ZZ1 1AA", "zz11aa"]),
)


def like(**changes: Any) -> Signs:
    return Signs(**(SIAN | changes))


@pytest.mark.parametrize(
    "other",
    [
        like(),
        like(name="Shan O'Brian", phone=None, email=None, postcode=None, number=None),
        like(name="Siân Jones", number=None, phone=None, email=None, postcode=None),
        like(born=date(1990, 7, 5)),
        like(born=None, number=None),
        like(number="QQ123465C", born=None),
        like(name="Amina Yusuf", number="QQ12345C"),
    ],
)
def test_these_have_to_be_looked_at(other: Signs) -> None:
    assert compare(like(), other).is_enough


@pytest.mark.parametrize(
    "other",
    [
        like(name="Amina Yusuf", number=None),
        like(name="Amina Yusuf", number="QQ999999A"),
        like(born=date(1971, 1, 1), number="QQ999999A"),
        Signs(name="Siân Ó Briain"),
        Signs(name="Siân Ó Briain", postcode="ZZ1 1AA"),
        Signs(name=""),
    ],
)
def test_these_are_others(other: Signs) -> None:
    assert not compare(like(), other).is_enough


def test_it_says_by_what() -> None:
    assert compare(like(), like(number=None)).because == (
        "name",
        "date-of-birth",
        "phone",
        "email",
        "postcode",
    )
    assert compare(like(), like(postcode="zz11aa")).score == 100


@given(signs, signs)
def test_it_does_not_matter_which_was_first(one: Signs, other: Signs) -> None:
    assert compare(one, other) == compare(other, one)
    assert 0 <= compare(one, other).score <= 100


@given(signs, signs)
def test_whoever_is_alike_shares_a_day_of_birth_or_a_mark(one: Signs, other: Signs) -> None:
    """So nobody is missed who is looked for by these alone, and nobody whose name is not compared."""
    if compare(one, other).is_enough:
        assert may_be_enough(one, other)
        days = [one.born, *swapped(one.born)] if one.born else []
        assert other.born in days or not set(marks(one)).isdisjoint(marks(other))


def test_marks_are_of_one_form_and_a_number_has_one_for_each_slip() -> None:
    told = Signs(name="Siân", phone="+447700 900123", email="Sian@People.example", number="QQ12")
    assert list(marks(told)) == [
        ("phone", "+447700900123"),
        ("email", "sian@people.example"),
        *(("number", slip) for slip in ("Q12", "QQ1", "QQ12", "QQ2")),
    ]
    assert list(marks(Signs(name="Siân", born=date(1990, 5, 7), postcode="ZZ1 1AA"))) == []
