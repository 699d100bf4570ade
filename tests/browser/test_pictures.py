"""`make pictures`: the screenshots of docs/casework.md, of a real browser before the played journey."""

from pathlib import Path

import pytest
from looking import WIDTHS
from visitors import Open

from demo.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.pictures]

DOCS = Path(__file__).parents[2] / "docs"
DESK, PHONE = 1280, 360
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
