"""Codes are there for everybody, in English and Welsh."""

import pytest

from services.marketplace.api.codes import NAMES, reasons_for

BARRIERS = [
    "transport",
    "digital-access",
    "digital-confidence",
    "health",
    "caring",
    "housing",
    "skills",
    "qualifications",
    "confidence",
    "work-history",
    "debt",
    "language",
]
"""The codes that casework records; offers say by them what they help with."""


@pytest.mark.parametrize("name", NAMES)
def test_each_list_is_public_and_bilingual(shared_market, name):
    items = shared_market.anybody.get(f"/reference/{name}").json["items"]
    assert items
    for item in items:
        assert item["label"]["en"]
        assert item["label"]["cy"]


def test_the_barriers_are_those_of_casework(shared_market):
    assert [
        item["code"] for item in shared_market.anybody.get("/reference/barriers").json["items"]
    ] == BARRIERS


def test_a_list_that_is_not_there(shared_market):
    assert shared_market.anybody.get("/reference/secrets").status_code == 404


def test_each_step_that_needs_a_reason_has_some():
    for step in ("decline", "non-start", "withdrawal"):
        assert "other" in reasons_for(step)
    assert {"completed", "left-early", "transferred"} < set(reasons_for("end"))
