"""No log holds a secret or anybody's data, at any level, whether things go well or wrong."""

import json
import re
from pathlib import Path

import pytest
import requests
from suites import OPERATOR_PASSWORD, SECRET, Performance

from demo.cast import ORGANISATIONS, PASSWORD
from demo.client import Refused
from demo.suite import Suite

TOKEN = re.compile(rb"eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.")
"""The look of a signed token."""
HASH = re.compile(rb"\$argon2")
URL_WITH_PASSWORD = re.compile(rb"\w+://[^/\s:@]+:[^/\s@*]+@")
WRONG = "a-password-mistyped-by-a-letter"
TYPED = "Zenobia Threadneedle-Quorn"
NEVER_LOGGED_FROM = ("secret", "operator-password", "superuser-password")


@pytest.fixture(scope="module")
def troubled(played: Performance) -> Performance:
    """A suite in which things went wrong too: each with something in it that must not be told."""
    base, stage = played.stage.base, played.stage
    person = stage["anwen"]
    person.sign_in()
    own = {"Authorization": f"Bearer {person.token}"}
    requests.post(f"{base}/api/sessions", json={"email": "x@y.example", "password": WRONG}, timeout=10)
    requests.post(f"{base}/api/sessions", data=f'{{"password": "{WRONG}"', headers=own, timeout=10)
    requests.get(f"{base}/api/casework/participants?search={TYPED}", headers=own, timeout=10)
    requests.get(f"{base}/{TYPED}?password={WRONG}", timeout=10)
    requests.get(f"{base}/api/me", headers={"Authorization": f"Bearer {WRONG}"}, timeout=10)
    requests.get(f"{base}/api/me", cookies={"workstead": WRONG}, timeout=10)
    for body in ({"full_name": TYPED}, {"full_name": [TYPED]}, {"full_name": TYPED, "heard_of": WRONG}):
        with pytest.raises(Refused):
            person.post("/api/casework/participants", body)
    with pytest.raises(Refused):
        person.post(f"/api/casework/participants/{stage.ids['amina']}/contacts", {"summary": TYPED})
    return played


def lines(performance: Performance) -> bytes:
    """Everything that was logged."""
    written = b"".join(log.read_bytes() for log in performance.suite.logs.glob("*.log"))
    assert written.count(b'"level":"debug"') > 0, "not at DEBUG"
    assert len(written) > 10_000
    return written


def secrets_of(performance: Performance) -> dict[str, str]:
    """Everything that must be known to nobody who reads logs, by what it is."""
    stage = performance.stage
    known = {"the cast's password": PASSWORD, "the operator's": OPERATOR_PASSWORD, "the secret": SECRET}
    known |= {"a mistyped password": WRONG}
    known |= {f"the session of {key}": person.token for key, person in stage.people.items() if person.token}
    assert isinstance(performance.suite, Suite)
    for file in sorted((performance.suite.home / "keys").glob("*.private.json")):
        document = json.loads(file.read_text())
        known[f"the keys in {file.name}"] = document.get("wrapped") or document["columns"][0]
    for file in performance.suite.home.rglob("*"):
        if file.is_file() and file.name in NEVER_LOGGED_FROM and file.stat().st_size < 500:
            known[f"what is in {file.name}"] = file.read_bytes().decode(errors="ignore").strip()
    return {what: value for what, value in known.items() if len(value) > 7}


def test_no_log_holds_a_secret(troubled: Performance) -> None:
    written, known = lines(troubled), secrets_of(troubled)
    assert len(known) > 12
    assert not [what for what, value in known.items() if value.encode() in written]


def test_no_log_holds_a_token_a_hash_or_a_password_in_an_address(troubled: Performance) -> None:
    written = lines(troubled)
    for pattern in (TOKEN, HASH, URL_WITH_PASSWORD):
        found = pattern.search(written)
        assert found is None, written[max(found.start() - 200, 0) : found.start()]


def test_no_log_holds_anybodys_data(troubled: Performance) -> None:
    """Names, addresses, numbers and whatever was typed; organisations are no persons."""
    written, stage = lines(troubled).lower(), troubled.stage
    public = " ".join(organisation.name for organisation in ORGANISATIONS).lower()
    adviser = stage["anwen"]
    seen: set[str] = {TYPED.lower()}
    for one in adviser.get("/api/casework/participants", limit=100)["items"]:
        record = adviser.get(f"/api/casework/participants/{one['id']}")
        seen |= {text.lower() for text in texts(record) if " " in text or "@" in text}
        timeline = adviser.get(f"/api/casework/participants/{one['id']}/timeline")
        seen |= {text.lower() for text in texts(timeline["items"]) if len(text) > 25}
    found = [text for text in seen if text.encode() in written and text not in public]
    assert len(seen) > 30
    assert not found


def texts(part: object) -> list[str]:
    """Every text of an answer, however deep."""
    if isinstance(part, dict):
        return [text for value in part.values() for text in texts(value)]
    if isinstance(part, list):
        return [text for value in part for text in texts(value)]
    return [part] if isinstance(part, str) and len(part) > 7 else []


def test_a_planted_secret_would_be_found(tmp_path: Path) -> None:
    assert TOKEN.search(b'{"token": "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2ln"}')
    assert URL_WITH_PASSWORD.search(b"postgresql://casework:hunter2@db/casework")
    assert HASH.search(b"$argon2id$v=19$m=65536")
