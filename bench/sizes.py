"""How much is measured: enough to say something, and the whole within a quarter of an hour."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """Counts of one run. Rounds come after one that warms everything up and is not counted."""

    rounds: int
    events: int
    """That go the whole way at once."""
    paced_events: int
    """That are told one by one at a steady pace."""
    backlog: int
    """That have been waiting."""
    requests: int
    clients: int
    starts: int
    rest_seconds: float
    people: int
    """Whose claims are worked out."""
    few_people: int
    many_people: int
    """In the databases whose pages are compared."""
    questions: int
    """About people in them, in each round."""
    texts: int
    """That are kept, to be compared with."""


FULL = Size(
    rounds=5,
    events=2000,
    paced_events=1000,
    backlog=50_000,
    requests=1000,
    clients=8,
    starts=5,
    rest_seconds=30.0,
    people=100_000,
    few_people=1_000,
    many_people=100_000,
    questions=200,
    texts=100_000,
)
TOY = Size(
    rounds=1,
    events=20,
    paced_events=20,
    backlog=200,
    requests=16,
    clients=2,
    starts=1,
    rest_seconds=0.5,
    people=200,
    few_people=10,
    many_people=30,
    questions=5,
    texts=200,
)
"""Only to see that everything works: its figures mean nothing."""
