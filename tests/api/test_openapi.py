"""The API keeps to its own document: whoever asks, and whatever is sent.

A valid request for each deed and every question as every role come first; then what schemathesis makes up.
"""

from typing import Any

import pytest
from callers import ROLES, Callers
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rounds import Operation, Rounds, real
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup

pytestmark = pytest.mark.slow

EXAMPLES = 3
"""For each operation where there is something to get wrong, each sent by whoever of the eight may come in."""
REACHED = 0.8
SIGN_IN = "POST /api/sessions"


def test_what_is_valid_succeeds_and_every_answer_is_as_documented(rounds: Rounds) -> None:
    assert not rounds.amiss, "\n".join(rounds.amiss)


def test_most_operations_do_something_for_somebody(callers: Callers, rounds: Rounds) -> None:
    labels = {operation.label for operation in callers.operations}
    assert len(labels) > 100
    share = len(rounds.reached & labels) / len(labels)
    assert share >= REACHED, f"{share:.0%}; never a 2xx: {sorted(labels - rounds.reached)}"


def test_whatever_is_sent_is_answered_as_documented(callers: Callers, rounds: Rounds) -> None:
    broken = []
    for operation in callers.operations:
        try:
            _try(callers, operation)
        except (AssertionError, FailureGroup) as failure:
            broken.append(f"{operation.label}: {failure}")
    assert not broken, "\n".join(broken)


def _try(callers: Callers, operation: Operation) -> None:
    senders = [ROLES[role] for role in ROLES if _may_try(callers, operation, role)]

    @settings(
        max_examples=EXAMPLES if operation.body or operation.query else 1,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=_cases(operation))
    def keeps_to_the_document(case: Any) -> None:
        case.path_parameters = real(operation, callers.ids)
        for who in senders:
            callers.send(case, who)

    if senders:
        keeps_to_the_document()


def _may_try(callers: Callers, operation: Operation, role: str) -> bool:
    """Whether the document lets them in. Whoever may not come in is refused before anything is read of what
    they sent: that is for test_access, and for the rounds. Nobody who is in tries to sign in: wrong passwords
    from one address make everybody there wait.
    """
    if operation.label == SIGN_IN:
        return role == "anonymous"
    return callers.admits(operation, role)


def _cases(operation: Operation) -> st.SearchStrategy[Any]:
    """What fits the document, and what does not, wherever there is something to get wrong."""
    fits = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    if not (operation.body or operation.query):
        return fits
    return fits | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
