"""Draws a figure with pygal, and takes out what an image does not need: scripts, links, remote fonts."""

import sys
from datetime import date
from itertools import cycle
from xml.etree import ElementTree

import pygal
from pygal.style import Style

from services.mi.domain.figures import Cell, Figure
from services.mi.domain.metrics import PERIODS

# On import, pygal puts a finder of its plug-ins among Python's own. It no longer works, and makes each import
# of the process that fails warn. Nobody here has plug-ins for it.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != pygal.__name__]

SVG = "http://www.w3.org/2000/svg"
PLAIN = Style(
    background="#ffffff",
    plot_background="#ffffff",
    foreground="#1a1a1a",
    foreground_strong="#1a1a1a",
    foreground_subtle="#595959",
    guide_stroke_color="#d0d0d0",
    major_guide_stroke_color="#b0b0b0",
    colors=("#1d4f7c",),
    font_family="system-ui, sans-serif",
    title_font_size=18,
    label_font_size=13,
    major_label_font_size=13,
    value_font_size=13,
    no_data_font_size=18,
    value_colors=("#1a1a1a",),
    stroke_width=3,
    opacity="1",
    opacity_hover="1",
    transition="none",
)
WORDS = {
    "en": {
        "to": "to",
        "up_to": "up to",
        "hidden": "hidden, because it is small",
        "short": "hidden",
        "none": "no data",
        "months": "January February March April May June July August September October November December",
    },
    "cy": {
        "to": "i",
        "up_to": "hyd at",
        "hidden": "wedi'i guddio am ei fod yn fach",
        "short": "cudd",
        "none": "dim data",
        "months": "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr",
    },
}
TICKS = 8
"""At most so many steps on an axis."""
HEAD, ROW = 120, 32
"""Heights in pixels: of all around the bars, and of each bar."""
ROOM = 0.12
"""The part of an axis kept free at its end, for the number of the longest bar."""
GAP = 6.5
"""How far behind the end of a bar, in pixels, pygal thinks that its number is."""


def draw(figure: Figure, language: str) -> bytes:
    """The picture, described in words for whoever does not see it."""
    along_time = figure.by in PERIODS
    kind = pygal.Line if figure.cumulative else pygal.Bar if along_time else pygal.HorizontalBar
    cells = list(figure.cells) if along_time else list(reversed(figure.cells))
    ticks = _ticks([cell.value or 0 for cell in cells], 100 if figure.metric.is_money else 1)
    chart = kind(
        style=PLAIN,
        js=[],
        title=_title(figure, language),
        show_legend=False,
        width=720,
        height=360 if along_time else HEAD + ROW * max(len(cells), 3),
        print_values=not along_time,
        print_values_position="top",
        x_label_rotation=40 if along_time and len(cells) > 8 else 0,
        value_formatter=lambda value: said(figure, round(value)),
        no_data_text=WORDS[language]["none"],
        range=(ticks[0], ticks[-1] + (0 if along_time else (ticks[-1] - ticks[0]) * ROOM)),
        y_labels=ticks,
        y_labels_major=[],
        stroke_style={"width": 3},
        show_minor_x_labels=len(cells) <= 24,
        truncate_label=-1,
    )
    chart.x_labels = [_on_axis(cell, language) for cell in cells]
    chart.add("", [_bar(figure, cell) for cell in cells])
    return _as_image(chart.render(), _title(figure, language), _in_words(figure, language))


def said(figure: Figure, value: int) -> str:
    """The number as people write it: money in pounds."""
    if not figure.metric.is_money:
        return f"{value:,}"
    pounds, pence = divmod(abs(value), 100)
    return f"{'−' if value < 0 else ''}£{pounds:,}" + (f".{pence:02}" if pence else "")


def _bar(figure: Figure, cell: Cell) -> dict[str, object]:
    return {"value": cell.value, "label": _number(figure, cell, "en")}


def _ticks(values: list[int], unit: int) -> list[int]:
    """Whole marks of the axis. It always has a nought, so that no bar looks larger than it is."""
    low, high = min([0, *values]), max([unit, *values])
    step = unit
    for factor in cycle((2, 2.5, 2)):
        if (high - low) / step <= TICKS:
            break
        step = int(step * factor)
    return list(range(low // step * step, -(-high // step) * step + step, step))


def _on_axis(cell: Cell, language: str) -> str:
    return f"{_label(cell, language)} ({WORDS[language]['short']})" if cell.hidden else _label(cell, language)


def _title(figure: Figure, language: str) -> str:
    name = figure.metric.label.get(language) or figure.metric.label["en"]
    words, first, last = WORDS[language], figure.period.first, _day(figure.period.last, language)
    when = f"{words['up_to']} {last}" if first is None else f"{_day(first, language)} {words['to']} {last}"
    return f"{name}, {when}"


def _day(day: date, language: str) -> str:
    return f"{day.day} {WORDS[language]['months'].split()[day.month - 1]} {day.year}"


def _in_words(figure: Figure, language: str) -> str:
    parts = [f"{_label(cell, language)}: {_number(figure, cell, language)}" for cell in figure.cells]
    return "; ".join(parts) or WORDS[language]["none"]


def _label(cell: Cell, language: str) -> str:
    label = cell.label.get(language) or cell.label.get("en", cell.key)
    return "".join(letter for letter in label if letter.isprintable())


def _number(figure: Figure, cell: Cell, language: str) -> str:
    if cell.hidden:
        return WORDS[language]["hidden"]
    return WORDS[language]["none"] if cell.value is None else said(figure, cell.value)


def _as_image(drawn: bytes, title: str, description: str) -> bytes:
    root = ElementTree.fromstring(drawn)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{{{SVG}}}script", f"{{{SVG}}}title"):
                parent.remove(child)
    for number in root.iter(f"{{{SVG}}}text"):
        if number.get("class") == "value":
            _put_beside_bar(number)
    for place, (name, text) in enumerate((("title", title), ("desc", description))):
        element = ElementTree.Element(f"{{{SVG}}}{name}", {"id": f"chart-{name}"})
        element.text = text
        root.insert(place, element)
    root.set("role", "img")
    root.set("aria-labelledby", "chart-title chart-desc")
    ElementTree.register_namespace("", SVG)
    return ElementTree.tostring(root, encoding="utf-8")


def _put_beside_bar(number: ElementTree.Element) -> None:
    """pygal puts the middle of a number at the end of its bar: half of it cannot be read on the bar."""
    if (number.text or "").startswith("−"):
        number.set("text-anchor", "end")
        number.set("x", str(float(number.get("x", "0")) - 2 * GAP))
    else:
        number.set("text-anchor", "start")
