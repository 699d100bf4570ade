"""Somebody of whom everything that their rights can bring has been asked."""

import pytest
from people import PERSON, person
from rights_told import (
    ID,
    RIGHTS,
    a_copy,
    a_correction,
    a_hold,
    a_reading,
    a_restriction,
    all_rights,
    an_erasure,
    says_words,
)


@pytest.fixture
def casework(upstream):
    everything = all_rights(
        copies=[a_copy()],
        corrections=[a_correction()],
        emergency_readings=[a_reading()],
        holds=[a_hold()],
        restrictions=[a_restriction()],
        erasures=[an_erasure()],
    )
    upstream.says("casework", "GET", f"/participants/{PERSON}", person())
    upstream.says("casework", "GET", RIGHTS, everything)
    upstream.says("casework", "GET", f"/erasures/{ID}", an_erasure())
    kinds = {"contacts": "Contacts", "job-search": "Job search", "work": "Work", "ledger": "The ledger"}
    items = [
        {"code": code, "label": {"en": words}, "extra": {"tables": [code[:-1]]}}
        for code, words in kinds.items()
    ]
    upstream.says("casework", "GET", "/reference/retention", {"items": items})
    says_words(upstream)
    parts = [{"code": "work", "label": {"en": "Work or benefit"}}]
    upstream.says("casework", "GET", "/reference/correction-parts", {"items": parts})
    return upstream
