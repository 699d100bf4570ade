"""What computes for long goes to a real thread, or it stops every request of the process meanwhile."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from eventlet import patcher, tpool

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 4
"""Few, for a password hash takes 64 MB, and more threads than cores gain nothing."""

tpool.set_num_threads(THREADS)


def offload(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do something slow (a password hash, a chart) in a thread and wait for it; others go on meanwhile.

    It must touch no session and no other green thing. Where eventlet is not at work, it is a plain call.
    """
    if patcher.is_monkey_patched("socket"):
        return cast(T, tpool.execute(work, *args, **kwargs))
    return work(*args, **kwargs)
