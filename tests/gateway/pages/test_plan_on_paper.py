"""A plan can be printed on one sheet: a real browser makes the sheet."""

import re
import subprocess
from pathlib import Path

import pytest
from chromium import QUIET
from people import PERSON, PLAN, action, plan

import gateway.web

STYLES = Path(gateway.web.__file__).parent / "static" / "workstead.css"
A4 = (595, 842)
"""In points, as a PDF counts."""


def printed(page, chromium: str, folder: Path) -> bytes:
    """The page as a PDF, made by a browser of its own process."""
    html = re.sub(
        r'<link rel="stylesheet"[^>]*>', f"<style>{STYLES.read_text(encoding='utf-8')}</style>", page.text
    )
    source, paper = folder / "plan.html", folder / "plan.pdf"
    source.write_text(html, encoding="utf-8")
    asked = [
        chromium,
        "--headless",
        *QUIET,
        "--no-pdf-header-footer",
        f"--user-data-dir={folder / 'profile'}",
        f"--print-to-pdf={paper}",
        str(source),
    ]
    subprocess.run(asked, check=True, capture_output=True, timeout=60)
    return paper.read_bytes()


def test_a_plan_of_ten_actions_is_one_sheet_of_a4(signed_in, casework, chromium_program, tmp_path):
    title = "Ask the library in Harbour Street whether the laptop can be borrowed for the whole course"
    actions = [
        action(title=f"{number}. {title}", towards="A job near school with early shifts")
        for number in range(10)
    ]
    found = plan(actions=actions, review_on="2025-05-01")
    casework.says("casework", "GET", f"/plans/{PLAN}", found, ETag='"one"')
    amina = signed_in("participant", person_id=PERSON, name="Amina Yusuf").browser
    paper = printed(amina.page(f"/plans/{PLAN}/print"), chromium_program, tmp_path)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", paper)
    assert box is not None
    assert tuple(round(float(side)) for side in box.groups()) == pytest.approx(A4, abs=1)
