"""Distance travelled: how many people's barriers stand less in the way than at first."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from tests.mi.conftest import Readers, deliver
from tests.mi.the_story import ADA, BEN, CYD, PRIME, Story

AGAIN = "metric=people-rated-again"
FURTHER = "metric=people-who-came-further"


def rate(s: Story, who: UUID, on: str, **steps: int) -> None:
    for barrier, step in steps.items():
        s.tell("casework.participant.barrier-rated", on, who, barrier=barrier.replace("_", "-"), step=step)


@pytest.fixture
def rated(empty_mi: Readers) -> Readers:
    """Ada comes further, and falls back a little; Ben comes further with one thing, back with another."""
    s = Story()
    for who in (ADA, BEN, CYD):
        s.person(who, "2025-03-03", PRIME, "library")
    rate(s, ADA, "2025-03-10", health=1, debt=2)
    rate(s, ADA, "2025-05-12", health=5)
    rate(s, ADA, "2025-07-01", health=3)
    rate(s, BEN, "2025-03-11", health=2, housing=4)
    rate(s, BEN, "2025-03-11", health=3)
    rate(s, BEN, "2025-05-20", health=4, housing=1)
    rate(s, CYD, "2025-03-12", health=2)
    rate(s, CYD, "2025-06-02", health=2)
    late_first = [replace(told, time=told.time + timedelta(hours=n)) for n, told in enumerate(s.events)]
    deliver(empty_mi.context, reversed(late_first))
    return empty_mi


def test_the_last_word_against_the_first(rated):
    assert rated.total(AGAIN) == 3
    assert rated.parts(f"{AGAIN}&by=barrier") == {"health": 3, "housing": 1}
    assert rated.parts(f"{AGAIN}&by=change") == {"better": 2, "same": 1, "worse": 1}
    assert rated.total(FURTHER) == 2
    assert rated.parts(f"{FURTHER}&by=barrier") == {"health": 2}


def test_a_period_takes_its_own_last_word_and_the_first_there_ever_was(rated):
    assert rated.parts(f"{AGAIN}&by=month&from=2025-05-01&to=2025-07-31") == {
        "2025-05": 2,
        "2025-06": 1,
        "2025-07": 1,
    }
    assert rated.parts(f"{AGAIN}&by=change&from=2025-06-01") == {"better": 1, "same": 1}
    assert rated.total(f"{FURTHER}&to=2025-04-30") == 0


def test_it_is_traced_to_the_words_that_count(rated):
    facts = rated.analyst.get(f"/figures/trace?{FURTHER}&by=barrier&key=health").json["items"]
    assert [fact["occurred_on"] for fact in facts] == ["2025-05-20", "2025-07-01"]


def test_whoever_is_erased_counts_no_more(rated):
    s = Story()
    s.tell("casework.participant.erased", "2025-08-01", ADA)
    deliver(rated.context, s.events)
    assert rated.parts(f"{FURTHER}&by=barrier") == {"health": 1}


def test_whose_circumstances_have_gone_counts_no_more_until_they_tell_of_them_anew(rated):
    s, again = Story(), Story()
    s.tell("casework.participant.kinds-erased", "2025-08-01", ADA, kinds=["circumstances"])
    rate(again, ADA, "2025-08-05", health=1)
    rate(again, ADA, "2025-09-01", health=4)
    for story, days in ((s, 30), (again, 60)):
        later = [replace(told, time=told.time + timedelta(days, n)) for n, told in enumerate(story.events)]
        deliver(rated.context, later)
        further = {"health": 1} if story is s else {"health": 2}
        assert rated.parts(f"{FURTHER}&by=barrier") == further


def test_small_numbers_and_those_few_who_are_missing_are_hidden(empty_mi):
    s = Story()
    for number in range(20):
        who = UUID(int=1000 + number)
        s.person(who, "2025-03-03", PRIME, "library")
        barriers = {"health": (2, 4 if number < 18 else 2), "housing": (2, 4 if number < 10 else 2)}
        for place, on in enumerate(("2025-03-10", "2025-05-12")):
            rate(s, who, on, **{barrier: steps[place] for barrier, steps in barriers.items()})
        if number < 3:
            rate(s, who, "2025-03-10", debt=1)
            rate(s, who, "2025-05-12", debt=5)
    deliver(empty_mi.context, s.events)
    assert empty_mi.parts(f"{FURTHER}&by=barrier") == {"health": 18, "housing": 10, "debt": 3}
    assert empty_mi.parts(f"{FURTHER}&by=barrier", role="commissioner") == {
        "health": None,
        "housing": 10,
        "debt": None,
    }
    assert empty_mi.parts(f"{AGAIN}&by=barrier", role="commissioner")["debt"] is None
