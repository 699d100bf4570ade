"""Disclosure control: small numbers of people, broken down by who they are, would give somebody away.

A number from 1 to 4 is hidden. Where the total and what is left standing would give a hidden one away after
all, the smallest of the others goes too, and again, and in the end the total. A true nought stays a nought.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from services.mi.domain.figures import Cell, Figure

THRESHOLD = 5
"""Counts below this are hidden, except nought."""


def protected(figure: Figure, threshold: int = THRESHOLD, also: Collection[str] = ()) -> Figure:
    """The figure as it may leave, if it counts people or what they did by a personal characteristic.

    `also`: further parts that are to be hidden, because of what another figure tells.
    """
    values = {cell.key: cell.value for cell in figure.cells if cell.value}
    hidden = {key for key, value in values.items() if value < threshold or key in also}
    while hidden and _given_away([values[key] for key in hidden], threshold):
        standing = values.keys() - hidden
        if not standing:
            return _without(figure, hidden, total=True)
        hidden.add(min(standing, key=lambda key: (values[key], key)))
    return _without(figure, hidden, total=False)


def nearly_all(part: Iterable[Cell], whole: Iterable[Cell], threshold: int = THRESHOLD) -> set[str]:
    """The parts in which so few of the whole are missing that they would be given away."""
    of_all = {cell.key: cell.value or 0 for cell in whole}
    return {cell.key for cell in part if 0 < of_all.get(cell.key, 0) - (cell.value or 0) < threshold}


def _given_away(hidden: list[int], threshold: int) -> bool:
    """Whether their sum, which the total tells, leaves only one number that some hidden one can be.

    Whoever reckons knows that each is at least 1, and those that were small are less than the threshold.
    """
    least = {True: 1, False: threshold}
    small = [value < threshold for value in hidden]
    for place, is_small in enumerate(small):
        others = [each for at, each in enumerate(small) if at != place]
        low, high = _range(sum(hidden), others, threshold, least)
        if is_small:
            low, high = max(low, 1), min(high, threshold - 1)
        if low >= high:
            return True
    return False


def _range(total: int, others: Iterable[bool], threshold: int, least: dict[bool, int]) -> tuple[int, int]:
    """The least and the most that is left of a total for one, given which of the others are small."""
    kinds = list(others)
    most = total - sum(least[is_small] for is_small in kinds)
    if not all(kinds):
        return 1, most
    return total - (threshold - 1) * len(kinds), most


def _without(figure: Figure, hidden: set[str], *, total: bool) -> Figure:
    cells = tuple(cell.hide() if cell.key in hidden else cell for cell in figure.cells)
    return replace(figure, cells=cells, total=figure.total.hide() if total else figure.total)
