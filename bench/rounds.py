"""Sides measured in turns, so that whatever else the machine does falls upon all of them."""

from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

Rate = Callable[[], float]


def all_in_turns(sides: Sequence[Rate], rounds: int, warm_up: int = 1) -> list[list[float]]:
    """The rates of each side, round by round; their order turns round each time. The first warms up."""
    measured: list[list[float]] = [[] for _ in sides]
    for number in range(rounds + warm_up):
        pairs = list(zip(sides, measured, strict=True))
        for rate, rates in pairs if number % 2 else reversed(pairs):
            rates.append(rate())
    return [rates[warm_up:] for rates in measured]


def in_turns(ours: Rate, theirs: Rate, rounds: int, warm_up: int = 1) -> tuple[list[float], list[float]]:
    """The same for two."""
    mine, other = all_in_turns([ours, theirs], rounds, warm_up)
    return mine, other


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
