"""Somebody who looks for work, and what they keep."""

from uuid import UUID

import pytest
from searching import ACTIVITY, EVIDENCE, ID, INTERVIEW, MINE, PAPER, PERSON, VACANCY, listed


@pytest.fixture
def casework(upstream):
    person = {"full_name": "Amina Yusuf", "adviser_id": ID, "adviser_name": "Anwen Pritchard"}
    upstream.says("casework", "GET", MINE, person)
    parts = {"vacancies": VACANCY, "papers": PAPER, "interviews": INTERVIEW, "search-diary": ACTIVITY}
    for part, item in parts.items():
        upstream.says("casework", "GET", f"{MINE}/{part}", listed(item))
    upstream.says("casework", "GET", f"{MINE}/search-evidence", {"items": [EVIDENCE], "next": None})
    upstream.says("casework", "GET", f"/papers/{ID}", PAPER)
    upstream.says("casework", "GET", f"/search-evidence/{ID}", EVIDENCE)
    for name in (
        "search-activities",
        "paper-kinds",
        "appointment-channels",
        "vacancy-origins",
        "copy-advice",
    ):
        upstream.says("casework", "GET", f"/reference/{name}", {"items": []})
    return upstream


@pytest.fixture
def amina(signed_in):
    return signed_in("participant", person_id=UUID(PERSON)).browser
