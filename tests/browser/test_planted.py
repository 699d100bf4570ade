"""The check of pages fails on a page that is bad: each fault, planted alone, is found."""

import pytest
from looking import Reader
from playwright.sync_api import Route
from visitors import Open

from demo.stage import Stage

pytestmark = pytest.mark.browser

GOOD = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Planted</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
    "<body><main><h1>Planted</h1>{}</main></body></html>"
)
BAD = {
    "image-alt": '<img src="/static/mark.svg" width="9" height="9">',
    "label": '<form><input name="email"></form>',
    "color-contrast": '<p style="color:#bbb;background:#fff">Hardly to be seen</p>',
    "heading-order": "<h4>Two levels left out</h4>",
    "at 360 pixels it is": '<p style="width:500px">Wider than a phone</p>',
    "the console says": "<script>console.error('lost')</script>",
    "weighs": "<p>" + "Far too many words. " * 3_100 + "</p>",
}
"""What the check shall say, and what makes it say so."""


def faults_of(
    browse: Open, stage: Stage, body: str, status: int = 200, judged: set[str] | None = None
) -> list[str]:
    """What the check finds on a page of this instance's site with such a body."""
    context = browse()

    def plant(route: Route) -> None:
        route.fulfill(status=status, content_type="text/html", body=GOOD.format(body))

    context.route("**/planted", plant)
    return Reader(context, judged).look(f"{stage.base}/planted").faults


def test_a_good_page_has_no_fault(browse: Open, stage: Stage) -> None:
    assert faults_of(browse, stage, "<p>As it should be.</p>") == []


@pytest.mark.parametrize("said", BAD)
def test_each_fault_is_found(browse: Open, stage: Stage, said: str) -> None:
    faults = faults_of(browse, stage, BAD[said])
    assert len(faults) >= 1
    assert all(said in fault for fault in faults), faults


def test_what_looked_alike_has_been_judged_and_what_is_built_otherwise_is(browse: Open, stage: Stage) -> None:
    judged: set[str] = set()
    for words in ("As it should be.", "And so is this."):
        assert faults_of(browse, stage, f"<p>{words}</p>", judged=judged) == []
    known = set(judged)
    assert len(known) == 2, "a main part and a frame"
    assert faults_of(browse, stage, BAD["color-contrast"], judged=judged)
    assert len(judged - known) == 1, "another main part in the same frame"


def test_a_page_that_is_not_there_is_a_fault(browse: Open, stage: Stage) -> None:
    assert faults_of(browse, stage, "", status=404) == ["is answered with 404"]
