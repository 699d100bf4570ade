"""Which listeners hear what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_services import CHANGED, FORGOTTEN, Taker

from chassis.messaging.listeners import Listeners, Reads, topic_matches

WORDS = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=5)
PATTERNS = st.lists(st.sampled_from(["a", "b", "*", "#"]), min_size=1, max_size=5)


def slowly(pattern: list[str], words: list[str]) -> bool:
    """Topic matching, straight from its definition."""
    if not pattern:
        return not words
    if pattern[0] == "#":
        return slowly(pattern[1:], words) or bool(words and slowly(pattern, words[1:]))
    return bool(words) and pattern[0] in ("*", words[0]) and slowly(pattern[1:], words[1:])


@given(PATTERNS, WORDS)
def test_topics_match_as_the_broker_would_say(pattern: list[str], words: list[str]) -> None:
    assert topic_matches(".".join(pattern), ".".join(words)) == slowly(pattern, words)


def test_a_hyphen_is_a_letter_of_a_word() -> None:
    assert topic_matches("workstead.maker.thing.*.v1", "workstead.maker.thing.put-away.v1")
    assert not topic_matches("workstead.maker.thing.*.v1", "workstead.maker.thing.put.away.v1")


def test_an_ordered_listener_makes_the_queue_hear_everything_about_the_thing() -> None:
    assert Taker.listeners.bindings == (FORGOTTEN, CHANGED, "workstead.maker.walk.#")
    assert Taker.listeners.ordered("workstead.maker.walk.paused.v1")
    assert not Taker.listeners.ordered(CHANGED)


def test_an_ordered_listener_must_say_of_what() -> None:
    with pytest.raises(ValueError, match="must name the service and the thing"):
        Listeners("x").on("workstead.*.thing.changed.v1", reads=Reads, ordered=True)
