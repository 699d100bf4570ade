"""Reference lists of payment by results, and the finance officer."""

import pytest
from money_told import LISTS, PERSON, PROGRAMMES


@pytest.fixture
def casework(upstream):
    for name, items in {
        "tariffs": LISTS,
        "programmes": PROGRAMMES,
        "correction-reasons": [{"code": "mistyped", "label": {"en": "Mistyped"}}],
        "claim-rejection-reasons": [{"code": "no-evidence", "label": {"en": "No evidence"}}],
        "work-evidence": [
            {"code": "payslip", "label": {"en": "Payslip"}},
            {"code": "participant-says", "label": {"en": "The participant says so"}},
        ],
    }.items():
        upstream.says("casework", "GET", f"/reference/{name}", {"items": items})
    upstream.says("casework", "GET", f"/participants/{PERSON}", {"full_name": "Gethin Rhys Evans"})
    return upstream


@pytest.fixture
def farah(signed_in):
    return signed_in("finance officer").browser
