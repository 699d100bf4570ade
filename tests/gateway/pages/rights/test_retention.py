"""What nobody has touched: a dry run for the officer, approved by one and done by another."""

from people import PERSON
from rights_told import ID, OFFICER, OTHER, an_erasure


def _untouched(**more):
    erasure = an_erasure(
        prepared_by=None, prepared_by_name=None, untouched_since="2025-03-03", kinds=["job-search"]
    )
    return {"erasure": erasure | more, "is_held": False}


def test_what_nobody_has_touched_is_looked_at_by_two(signed_in, casework):
    officer = signed_in(OFFICER)
    mine = _untouched(id=OTHER, prepared_by=str(officer.account.id), prepared_by_name="Me")
    items = [_untouched(), _untouched(kinds=None) | {"is_held": True}, mine]
    totals = [{"kind": "job-search", "people": 1, "rows": 3}]
    found = {"items": items, "totals": totals, "references": {PERSON: "P-7417-9M"}}
    casework.says("casework", "GET", "/retention", found)
    page = officer.browser.page("/retention")
    for words in (
        "P-7417-9M",
        "3 March 2025",
        "Legal hold: nothing goes",
        "Job search",
        "Waits for a second",
    ):
        assert words in page.main, words
    casework.says("casework", "POST", f"/erasures/{ID}/approval", an_erasure())
    browser = officer.browser
    assert browser.press(page, "/retention/approve", erasures=[ID, "no-id"]).status_code == 303
    assert len(casework.heard("casework", "POST", f"/erasures/{ID}/approval")) == 1
    assert "1 record is approved." in browser.page("/retention").main
    others = _untouched(prepared_by=OTHER, prepared_by_name="Delyth")
    casework.says("casework", "GET", "/retention", found | {"items": [others, _untouched(id=OTHER)]})
    leader = signed_in("team leader").browser
    page = leader.page("/retention")
    assert "Approved by Delyth" in page.main
    assert "1 record waits for the data-protection officer" in page.main
    no = {"status": 409, "code": "legal-hold", "title": "No", "detail": "A legal hold stands."}
    casework.says("casework", "POST", f"/erasures/{ID}/execution", no, 409)
    assert leader.press(page, "/retention/execute", erasures=[ID]).status_code == 303
    assert "Not done: 1. A legal hold stands." in leader.page("/retention").main
    signed_in("adviser").browser.page("/retention", 403)
