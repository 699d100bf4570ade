"""The figures about copies can be measured, and what is made up for them is what it says."""

import random

from bench.copied_texts import FIGURES, Judge
from bench.letters import copied, letter, pairs, templated


def test_pairs_are_what_they_say() -> None:
    found = list(pairs(random.Random(1), 2))
    assert {pair.is_copy for pair in found} == {True, False}
    assert all(pair.one.name != pair.other.name for pair in found if pair.is_copy)
    assert all(
        (pair.one.title, pair.one.employer) == (pair.other.title, pair.other.employer)
        for pair in found
        if pair.kind == "for the same vacancy"
    )
    assert len(FIGURES) == 3


def test_the_same_seed_makes_the_same_letters() -> None:
    assert letter(random.Random(3)) == letter(random.Random(3))
    own = letter(random.Random(3))
    assert copied(random.Random(4), own, 0.0).said != own.said or len(own.said) == 1
    assert sorted(copied(random.Random(4), own, 0.0).said) == sorted(own.said)
    assert len(templated(random.Random(5), 3)) == 3
    assert Judge.__doc__
