"""The addresses at which one service answers, asked in turn; one that does not answer is left out a while."""

import time
from collections import deque
from itertools import count

REST_SECONDS = 5.0
"""So long one that did not answer is asked only when no other is left."""


class Replicas:
    """All replicas of a service do the same, so it matters not which one is asked."""

    def __init__(self, addresses: str) -> None:
        self._addresses = [address.rstrip("/") for address in addresses.split(",")]
        self._resting: dict[str, float] = {}
        self._turns = count()

    def in_turn(self) -> deque[str]:
        """All of them, the one whose turn it is first, those that did not answer a moment ago last."""
        if len(self._addresses) == 1:
            return deque(self._addresses)
        turn = next(self._turns) % len(self._addresses)
        order = self._addresses[turn:] + self._addresses[:turn]
        if self._resting:
            now = time.monotonic()
            self._resting = {address: until for address, until in self._resting.items() if until > now}
            order.sort(key=self._resting.__contains__)
        return deque(order)

    def missed(self, address: str) -> None:
        """It did not answer."""
        self._resting[address] = time.monotonic() + REST_SECONDS
