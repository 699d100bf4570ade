"""A name is found though it is typed in part, misspelt, or written down by ear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain import names

latin = st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=12)


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Siân", "Shan"),
        ("Siobhán", "Shivaun"),
        ("Rhys", "Reece"),
        ("Dafydd", "David"),
        ("Gruffydd", "Griffith"),
        ("Llywelyn", "Llewellyn"),
        ("Huws", "Hughes"),
        ("Niamh", "Neve"),
        ("Catherine", "Kathryn"),
        ("Muhammad", "Mohamed"),
        ("Prys", "Price"),
    ],
)
def test_a_name_sounds_the_same_by_either_spelling(written: str, heard: str) -> None:
    assert names.alike(*names.words(written), *names.words(heard)) >= 0.7


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Siân Ó Briain", ("sian", "o", "briain")),
        ("O'Neill", ("oneill",)),
        ("O’Neill", ("oneill",)),
        ("D‘Arcy", ("darcy",)),
        ("Søren Łukasz", ("soren", "lukasz")),
        ("Anne-Marie  MÜLLER", ("anne", "marie", "muller")),
        ("Weiß", ("weiss",)),
        ("李娜", ("李娜",)),
        ("…", ()),
    ],
)
def test_the_words_of_a_name_in_order(name: str, words: tuple[str, ...]) -> None:
    assert names.words(name) == words


@pytest.mark.parametrize("asked", ["annemarie", "anne marie", "Anne-Marie", "marie"])
def test_a_hyphen_may_be_left_out(asked: str) -> None:
    assert names.likeness(names.words(asked), "Anne-Marie Müller") == 1


@pytest.mark.parametrize("asked", ["obriain", "o briain", "Ó Briain", "O'Briain"])
def test_an_apostrophe_or_a_blank_may_be_left_out(asked: str) -> None:
    assert names.likeness(names.words(asked), "Siân Ó Briain") == 1


@given(latin, st.data())
def test_one_slip_is_forgiven(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    swapped = word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
    for slip in (
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
        swapped,
    ):
        assert not names.slips(word).isdisjoint(names.slips(slip) | {slip})


@given(latin, st.integers(2, 6))
def test_who_is_found_by_a_beginning_is_found_by_every_longer_one(word: str, length: int) -> None:
    assert word[:length] in list(names.beginnings(word))


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_typed_likeness_is_between_none_and_all(asked: str, name: str) -> None:
    assert 0 <= names.likeness(names.words(asked), name) <= 1


@given(st.text(min_size=1, max_size=40))
def test_everybody_answers_to_their_own_name(name: str) -> None:
    there = names.words(name)
    assert names.likeness(there, name) == (1 if there else 0)


def test_a_stranger_is_not_alike() -> None:
    assert names.likeness(names.words("Amina Yusuf"), "Siân Ó Briain") == 0
    assert names.sound("李娜") is None
    assert names.sound("lee") is None
