"""Problems and the two guards that raise them."""

import pytest

from chassis import problems
from chassis.policy import found, require
from chassis.problems import Conflict, Forbidden, NotFound, Problem, Unprocessable

KINDS = [kind for kind in vars(problems).values() if isinstance(kind, type) and issubclass(kind, Problem)]


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("BadRequest", 400),
        ("Unauthorised", 401),
        ("Forbidden", 403),
        ("NotFound", 404),
        ("Conflict", 409),
        ("OutOfDate", 412),
        ("Unprocessable", 422),
        ("TooMany", 429),
        ("Unavailable", 503),
    ],
)
def test_each_kind_has_its_status(kind: str, status: int):
    assert getattr(problems, kind)().status == status


def test_codes_and_statuses_are_different_for_each_kind():
    assert len({kind.code for kind in KINDS}) == len({kind.status for kind in KINDS}) == len(KINDS)


def test_a_problem_says_what_is_wrong_and_what_to_do():
    problem = Unprocessable("Too late.", code="too-late", errors={"starts_at": ["Choose a later time."]})
    assert str(problem) == problem.detail == "Too late."
    assert (problem.code, problem.status) == ("too-late", 422)
    assert problem.errors == {"starts_at": ["Choose a later time."]}


def test_without_words_of_its_own_a_problem_says_its_title():
    assert str(Conflict()) == Conflict.title == Conflict().title


def test_one_problem_does_not_change_the_next():
    Conflict("x", code="other", status=418, title="Other").errors["a"] = ["b"]
    fresh = Conflict("y")
    assert (fresh.code, fresh.status, fresh.title, fresh.errors) == ("conflict", 409, Conflict.title, {})


def test_require_lets_through_what_is_allowed_alone():
    require(True)
    with pytest.raises(Forbidden, match="Not on Sundays"):
        require(False, "Not on Sundays.")


@pytest.mark.parametrize("value", [0, "", False, [], "x"])
def test_found_lets_through_whatever_is_there(value: object):
    assert found(value) is value


def test_found_refuses_nothing():
    with pytest.raises(NotFound):
        found(None)
