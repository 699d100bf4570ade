"""The figures at the end, as MI counts them."""

from typing import Any

from demo.client import Person

SECTIONS = ("funnel", "distance", "contacts", "referral_sources", "fees", "community")


def overview(analyst: Person) -> dict[str, list[tuple[str, str]]]:
    """MI's overview up to today: a title and rows of (label, value) for each part."""
    found = analyst.get("/api/mi/overview")
    return {found[name]["label"]["en"]: _rows(found[name]["figures"]) for name in SECTIONS}


def _rows(figures: list[dict[str, Any]]) -> list[tuple[str, str]]:
    rows = []
    for figure in figures:
        if not figure["cumulative"]:
            rows.append((figure["name"]["en"], _said(figure["total"]["value"], figure["unit"])))
            rows += [(f"  {c['label']['en']}", _said(c["value"], figure["unit"])) for c in figure["items"]]
    return rows


def _said(value: int | None, unit: str) -> str:
    if value is None:
        return "no data"
    return f"£{value / 100:,.0f}" if unit == "pence" else f"{value:,}"
