"""Waiting in tests has a bound, and fails with what it last saw."""

from itertools import count

import pytest

from chassis.testing.waiting import eventually


def test_the_first_true_answer_is_returned():
    numbers = count()
    assert eventually(lambda: next(numbers), every=0.001) == 1


def test_an_assertion_that_comes_true_is_waited_for():
    numbers = count()

    def three() -> bool:
        assert next(numbers) >= 3
        return True

    assert eventually(three, every=0.001)


def test_what_never_comes_fails_with_the_last_answer():
    with pytest.raises(AssertionError, match=r"Not within 0\.01 s; the last answer was \[\]"):
        eventually(lambda: [], within=0.01, every=0.001)


def test_what_never_comes_true_fails_with_the_last_failure():
    def never() -> bool:
        raise AssertionError("still closed")

    with pytest.raises(AssertionError, match="Not within") as caught:
        eventually(never, within=0.01, every=0.001)
    assert str(caught.value.__cause__) == "still closed"


def test_an_error_that_is_no_assertion_is_not_waited_out():
    with pytest.raises(ZeroDivisionError):
        eventually(lambda: 1 / 0)
