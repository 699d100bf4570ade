"""Figures: a number for a period, whole or in parts. A hidden number is not nought, and not unknown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from services.mi.domain.metrics import Label, Metric
from services.mi.domain.periods import Period

NOT_KNOWN = ""
"""The key of the part of which a fact, its thing and its person say nothing."""


@dataclass(frozen=True)
class Cell:
    """One number of a table. `value` is None where there is none (a median of nothing) or it is hidden."""

    key: str
    value: int | None
    hidden: bool = False
    label: Label = field(default_factory=dict)

    @property
    def is_shown(self) -> bool:
        """Whether there is a number and it may be seen."""
        return not self.hidden and self.value is not None

    def hide(self) -> "Cell":
        """The same cell without its number."""
        return replace(self, value=None, hidden=True)


@dataclass(frozen=True)
class Figure:
    """A metric's number for a period, and its parts by one dimension if they were asked for."""

    metric: Metric
    period: Period
    total: Cell
    by: str | None = None
    cells: tuple[Cell, ...] = ()
    cumulative: bool = False


def running(cells: Sequence[Cell]) -> list[Cell]:
    """Each with the sum of all before it."""
    totals = accumulate(cell.value or 0 for cell in cells)
    return [replace(cell, value=total) for cell, total in zip(cells, totals, strict=True)]


def filled(cells: Iterable[Cell], keys: Iterable[str]) -> list[Cell]:
    """The cells of these keys in order; one that is missing is a true nought."""
    known = {cell.key: cell for cell in cells}
    return [known.get(key, Cell(key, 0)) for key in keys]
