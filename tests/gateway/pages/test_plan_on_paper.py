"""A plan can be printed on one sheet: a real browser makes the sheet."""

import re
import shutil
from pathlib import Path

import pytest
from people import PERSON, PLAN, action, plan
from playwright.sync_api import sync_playwright

import gateway.web

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
STYLES = Path(gateway.web.__file__).parent / "static" / "workstead.css"
A4 = (595, 842)
"""In points, as a PDF counts."""


def printed(page):
    """The page as a PDF."""
    executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if executable is None:
        pytest.skip("There is no Chromium to print with.")
    html = re.sub(
        r'<link rel="stylesheet"[^>]*>', f"<style>{STYLES.read_text(encoding='utf-8')}</style>", page.text
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-gpu"]
        )
        tab = browser.new_page()
        tab.set_content(html)
        paper = tab.pdf(prefer_css_page_size=True)
        browser.close()
    return paper


def test_a_plan_of_ten_actions_is_one_sheet_of_a4(signed_in, casework):
    title = "Ask the library in Harbour Street whether the laptop can be borrowed for the whole course"
    actions = [
        action(title=f"{number}. {title}", towards="A job near school with early shifts")
        for number in range(10)
    ]
    found = plan(actions=actions, review_on="2025-05-01")
    casework.says("casework", "GET", f"/plans/{PLAN}", found, ETag='"one"')
    amina = signed_in("participant", person_id=PERSON, name="Amina Yusuf").browser
    paper = printed(amina.page(f"/plans/{PLAN}/print"))
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", paper)
    assert box is not None
    assert tuple(round(float(side)) for side in box.groups()) == pytest.approx(A4, abs=1)
