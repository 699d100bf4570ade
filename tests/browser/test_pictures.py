"""`make pictures`: screenshots and figures of docs/casework.md, from a real browser at the played journey."""

from pathlib import Path

import pytest
from looking import WIDTHS
from visitors import Open
from walking import table, walk

from demo.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.pictures]

DOCS = Path(__file__).parents[2] / "docs"
DESK, PHONE = 1280, 360
BEGIN, END = "<!-- begin: what a day costs -->", "<!-- end: what a day costs -->"
"""Between them stands what `make pictures` has measured."""
PICTURES = {
    "finding": ("anwen", DESK, "/caseload"),
    "distance": ("gethin", PHONE, "/my/distance"),
    "help": ("amina", PHONE, "/my/help"),
    "plan": ("amina", PHONE, "/my/plan"),
    "diary": ("anwen", DESK, "/diary"),
    "groups": ("anwen", DESK, "/groups"),
    "my-day": ("anwen", DESK, "/my-day"),
    "timeline": ("anwen", DESK, "/people/{walter}/timeline"),
    "applications": ("amina", PHONE, "/my/applications"),
    "work": ("anwen", DESK, "/people/{amina}/work"),
    "fees": ("farah", DESK, "/contracts"),
    "team": ("nb-admin", DESK, "/team"),
    "readers": ("amina", PHONE, "/my/record"),
}
"""The name of each, who sees it, how wide, and where."""


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_taken(browse: Open, stage: Stage, name: str) -> None:
    who, width, address = PICTURES[name]
    page = browse(who).pages[0]
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    answer = page.goto(address.format(**stage.ids))
    assert answer is not None
    assert answer.status == 200
    file = DOCS / "pictures" / f"{name}.png"
    file.parent.mkdir(exist_ok=True)
    page.screenshot(path=file, full_page=width == PHONE)
    assert f"pictures/{name}.png" in (DOCS / "casework.md").read_text(encoding="utf-8")


def test_what_a_day_costs_is_written_down(browse: Open, stage: Stage) -> None:
    page = DOCS / "casework.md"
    before, rest = page.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    page.write_text(f"{before}{BEGIN}\n{table(walk(browse('anwen')))}\n{END}{after}", encoding="utf-8")
