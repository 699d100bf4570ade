"""Where commands write: plain lines and tables, in colour where there is a terminal."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

console = Console(highlight=False, soft_wrap=True)


def say(line: str) -> None:
    """One line."""
    console.print(line, markup=False)


def show(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table; one line that says so if there is nothing in it."""
    table = Table(*columns, title=title, title_justify="left", box=None, pad_edge=False)
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    if table.row_count:
        console.print(table, soft_wrap=False)
    else:
        say(f"{title}: none.")
