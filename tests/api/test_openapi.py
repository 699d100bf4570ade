"""The API keeps to its own document: whoever asks, and whatever is sent.

A valid request for each deed and every question as every role come first; then what schemathesis makes up.
"""

from typing import Any

import pytest
from callers import ROLES, Callers
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rounds import Operation, Rounds, go, real
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup

pytestmark = pytest.mark.slow

EXAMPLES = 3
"""For each operation and role. Eight roles make two dozen of each operation."""
REACHED = 0.8
SIGN_IN = "POST /api/sessions"


@pytest.fixture(scope="session")
def rounds(callers: Callers) -> Rounds:
    """The whole API gone round once."""
    return go(callers)


def test_what_is_valid_succeeds_and_every_answer_is_as_documented(rounds: Rounds) -> None:
    assert not rounds.amiss, "\n".join(rounds.amiss)


def test_most_operations_do_something_for_somebody(callers: Callers, rounds: Rounds) -> None:
    labels = {operation.label for operation in callers.operations}
    assert len(labels) > 100
    share = len(rounds.reached & labels) / len(labels)
    assert share >= REACHED, f"{share:.0%}; never a 2xx: {sorted(labels - rounds.reached)}"


@pytest.mark.parametrize("role", ROLES)
def test_whatever_is_sent_is_answered_as_documented(callers: Callers, rounds: Rounds, role: str) -> None:
    broken = []
    for operation in _for(role, callers):
        try:
            _try(callers, operation, ROLES[role])
        except (AssertionError, FailureGroup) as failure:
            broken.append(f"{operation.label}: {failure}")
    assert not broken, "\n".join(broken)


def _for(role: str, callers: Callers) -> list[Operation]:
    """All but signing in for who is in: wrong passwords from one address make everybody there wait."""
    return [each for each in callers.operations if each.label != SIGN_IN or role == "anonymous"]


def _try(callers: Callers, operation: Operation, who: str | None) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=_cases(operation))
    def keeps_to_the_document(case: Any) -> None:
        case.path_parameters = real(operation, callers.ids)
        callers.send(case, who)

    keeps_to_the_document()


def _cases(operation: Operation) -> st.SearchStrategy[Any]:
    """What fits the document, and what does not, wherever there is something to get wrong."""
    fits = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    if not (operation.body or operation.query):
        return fits
    return fits | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
