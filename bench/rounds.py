"""Two sides measured in turns, so that whatever else the machine does falls upon both."""

from collections.abc import Callable
from statistics import median
from typing import Any

Rate = Callable[[], float]


def in_turns(ours: Rate, theirs: Rate, rounds: int) -> tuple[list[float], list[float]]:
    """The rates of both sides, round by round; they swap places each time. The first round warms up."""
    measured: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        pair = list(zip((ours, theirs), measured, strict=True))
        for rate, rates in pair if number % 2 else reversed(pair):
            rates.append(rate())
    return measured[0][1:], measured[1][1:]


def ratio(ours: list[float], theirs: list[float]) -> float:
    """The median of what each round says: the two of a round have had the same weather."""
    return round(median(our / their for our, their in zip(ours, theirs, strict=True)), 2)


def beside(ours: list[float], theirs: list[float], names: tuple[str, str], unit: str) -> dict[str, Any]:
    """The raw numbers as they stand in the results."""
    return {
        "unit": unit,
        names[0]: [round(rate, 1) for rate in ours],
        names[1]: [round(rate, 1) for rate in theirs],
        "ratios": [round(our / their, 2) for our, their in zip(ours, theirs, strict=True)],
    }
