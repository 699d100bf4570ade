"""Small numbers of people are hidden so that nobody can reckon them out of what is shown."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.mi.actions import catalogue
from services.mi.domain.disclosure import THRESHOLD, protected
from services.mi.domain.figures import Cell, Figure
from services.mi.domain.periods import Period


def figure(*values: int) -> Figure:
    cells = tuple(Cell(str(n), value) for n, value in enumerate(values))
    period = Period(None, date(2025, 12, 31))
    return Figure(
        catalogue.metric_of("people-attached"), period, Cell("", sum(values)), "payment_group", cells
    )


def shown(figure: Figure) -> list[int | None]:
    return [cell.value for cell in figure.cells]


@pytest.mark.parametrize(
    ("values", "left", "total"),
    [
        ((5, 9), [5, 9], 14),
        ((0, 7), [0, 7], 7),
        ((3, 9, 20), [None, None, 20], 32),
        ((3, 2, 20), [None, None, 20], 25),
        ((1, 1, 20), [None, None, None], 22),
        ((4, 4, 20, 9), [None, None, 20, None], 37),
        ((3,), [None], None),
        ((3, 0), [None, 0], None),
        ((0, 0), [0, 0], 0),
        ((), [], 0),
    ],
)
def test_what_is_left_standing(values, left, total):
    safe = protected(figure(*values))
    assert shown(safe) == left
    assert safe.total.value == total


def test_a_hidden_number_and_a_nought_look_different():
    hidden, nought, _ = protected(figure(2, 0, 30)).cells
    assert (hidden.value, hidden.hidden) == (None, True)
    assert (nought.value, nought.hidden) == (0, False)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=5))
def test_nobody_can_reckon_a_small_number_out(values):
    """Try all tables that would be shown alike: each small number could be at least one other."""
    safe = protected(figure(*values))
    places = [n for n, cell in enumerate(safe.cells) if cell.hidden]
    assert all(n in places for n, value in enumerate(values) if 0 < value < THRESHOLD)
    if not places or safe.total.hidden:
        return
    total = sum(values[n] for n in places)
    choices = [range(1, THRESHOLD) if values[n] < THRESHOLD else range(THRESHOLD, total + 1) for n in places]
    alike = [guess for guess in product(*choices) if sum(guess) == total]
    for at in range(len(places)):
        assert len({guess[at] for guess in alike}) > 1
