"""The pages from the first appointment to the last payment speak Welsh as well."""

import pytest

from gateway.web.catalogue import missing

AREAS = (
    "diary",
    "about_time",
    "appointments",
    "my_appointments",
    "contacts",
    "job_search",
    "my_applications",
    "my_timeline",
    "work",
    "claims",
    "ledger",
    "statements",
    "contracts",
    "pay",
)


@pytest.mark.parametrize("area", AREAS)
def test_every_word_is_there_in_welsh(area: str) -> None:
    assert missing("cy", (area,)) == []


def test_numbers_are_counted_as_welsh_counts_them(signed_in, upstream) -> None:
    person = "00000000-0000-7000-8000-0000000000aa"
    upstream.says("casework", "GET", f"/participants/{person}", {"full_name": "Gethin Rhys Evans"})
    for count, words in ((1, "1 cais"), (2, "2 gais"), (3, "3 chais"), (4, "4 cais"), (6, "6 chais")):
        listed = {"items": [], "next": None, "count": count, "granted": False}
        upstream.says("casework", "GET", f"/participants/{person}/applications", listed)
        browser = signed_in("adviser").browser
        browser.get("/language/cy?to=/")
        assert f"Maent wedi nodi {words}." in browser.page(f"/people/{person}/applications").main
