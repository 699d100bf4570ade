"""How much is measured: enough to say something, bounded so that the whole run stays under ten minutes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """Counts of one run. Rounds come after one that warms everything up and is not counted."""

    rounds: int
    events: int
    requests: int
    clients: int
    starts: int
    rest_seconds: float


FULL = Size(rounds=5, events=2000, requests=1000, clients=8, starts=5, rest_seconds=30.0)
TOY = Size(rounds=1, events=20, requests=16, clients=2, starts=1, rest_seconds=0.5)
"""Only to see that everything works: its figures mean nothing."""
