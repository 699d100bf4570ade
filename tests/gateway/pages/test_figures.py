"""The pages of figures: distance travelled beside the funnel, contract fees beside fees, in Welsh too."""

from typing import Any

import pytest

DISTANCE = {"en": "Distance travelled", "cy": "Y pellter a deithiwyd"}
FURTHER = {"en": "People who came further", "cy": "Pobl a aeth ymhellach"}
CODES = ("funnel", "distance", "contacts", "referral_sources", "fees", "community")


def _figure(**more: Any) -> dict[str, Any]:
    return {
        "metric": "people-who-came-further",
        "name": FURTHER,
        "definition": {"en": "Further than at first.", "cy": "Ymhellach nag ar y dechrau."},
        "unit": "people",
        "from": None,
        "to": "2025-12-31",
        "by": "barrier",
        "cumulative": False,
        "total": {"value": 12, "hidden": False},
        "items": [
            {"key": "health", "label": {"en": "Health", "cy": "Iechyd"}, "value": 12, "hidden": False},
            {"key": "debt", "label": {"en": "Debt", "cy": "Dyled"}, "value": None, "hidden": True},
        ],
    } | more


@pytest.fixture
def figures(upstream: Any) -> Any:
    parts = {code: {"label": {"en": code}, "figures": []} for code in CODES}
    parts["distance"] = {"label": DISTANCE, "figures": [_figure()]}
    upstream.says("mi", "GET", "/overview", {"from": None, "to": "2025-12-31", **parts})
    upstream.says("mi", "GET", "/figures", _figure())
    meaning = {
        "code": "people-who-came-further",
        "by": ["barrier"],
        "formula": "F",
        "sources": [],
        "owner": "O",
    }
    upstream.says("mi", "GET", "/metrics-catalogue", {"items": [meaning | {"name": FURTHER}]})
    return upstream


def test_distance_travelled_stands_on_the_overview_and_has_a_page(figures: Any, signed_in: Any) -> None:
    browser = signed_in("analyst").browser
    page = browser.page("/figures")
    assert "Distance travelled" in page.main
    assert "hidden: too small to show" in page.main
    page = browser.page("/figures/people-who-came-further")
    assert page.heading == "People who came further"
    assert "Further than at first." in page.main
    assert figures.heard("mi", "GET", "/figures")[-1].query["by"] == "barrier"


def test_its_words_are_there_in_welsh(figures: Any, signed_in: Any) -> None:
    browser = signed_in("analyst").browser
    browser.client.get("/language/cy")
    page = browser.page("/figures")
    assert page.heading == "Ffigurau"
    for words in ("Y pellter a deithiwyd", "Iechyd", "cudd: rhy fach i'w ddangos", "Hyd at"):
        assert words in page.main
