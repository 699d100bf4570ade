"""A figure as CSV. What a spreadsheet would take for a formula is made plain text."""

import csv
import io

from services.mi.domain.figures import Cell, Figure

HEADINGS = ("metric", "name", "unit", "from", "to", "by", "key", "label", "value", "status")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def table(figure: Figure, language: str) -> str:
    """A row for each part, and the total last."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    same = _same(figure, language)
    for cell in figure.cells:
        writer.writerow([*same, figure.by, _plain(cell.key), _plain(_label(cell, language)), *_number(cell)])
    writer.writerow([*same, "total", "", "", *_number(figure.total)])
    return out.getvalue()


def _same(figure: Figure, language: str) -> list[str]:
    metric, period = figure.metric, figure.period
    first = period.first.isoformat() if period.first else ""
    name = metric.label.get(language) or metric.label["en"]
    return [metric.code, name, metric.unit, first, period.last.isoformat()]


def _label(cell: Cell, language: str) -> str:
    return cell.label.get(language) or cell.label.get("en", cell.key)


def _number(cell: Cell) -> tuple[str, str]:
    """A hidden number is told from a nought, and from none at all."""
    if cell.hidden:
        return "", "hidden"
    return ("", "none") if cell.value is None else (str(cell.value), "shown")


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
