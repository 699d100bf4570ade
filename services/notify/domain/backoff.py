"""How long to wait before a message is tried again."""

from datetime import timedelta

WAITS = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
LEASE = timedelta(minutes=5)
"""How long one try may take; a message still being sent after this is taken to have been interrupted."""


def wait_after(attempts: int, jitter: float) -> timedelta | None:
    """The wait after this many tries, spread by `jitter` (0 to 1) over ±20%; None: give up."""
    if attempts > len(WAITS):
        return None
    return WAITS[max(attempts, 1) - 1] * (0.8 + 0.4 * jitter)
