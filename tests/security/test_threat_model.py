"""docs/security.md names tests that exist, and says of the broker what is so."""

import json
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_test_that_the_page_names_exists() -> None:
    named = NAMED.findall(PAGE)
    missing = [f"{path}::{name}" for path, name in named if not _is_in(path, name)]
    assert len(named) > 30
    assert not missing


def _is_in(path: str, name: str) -> bool:
    file = ROOT / path
    return file.exists() and re.search(rf"^def {name}\(", file.read_text(encoding="utf-8"), re.M) is not None


def test_every_row_of_the_threat_model_names_a_test() -> None:
    table = PAGE.partition("## Threat model")[2].partition("\n## ")[0]
    rows = [row for row in table.splitlines() if row.startswith("|")][2:]
    assert len(rows) > 25
    assert not [row[:90] for row in rows if not NAMED.search(row)]


def test_every_file_of_these_tests_is_named_or_is_no_test_of_a_threat() -> None:
    named = {path for path, _ in NAMED.findall(PAGE)}
    here = {str(file.relative_to(ROOT)) for file in Path(__file__).parent.glob("test_*.py")}
    assert here <= named


def test_a_planted_name_would_be_missed() -> None:
    assert not _is_in("tests/security/test_threat_model.py", "test_that_nobody_wrote")


SECRET_TOGETHER = [
    ("marketplace", "workstead.marketplace.referral.accepted.v1", {"casework", "mi"}),
    ("casework", "workstead.casework.claim.made.v1", {"mi"}),
    ("casework", "workstead.casework.participant.contact-card-changed.v1", {"notify"}),
]


@pytest.mark.parametrize(("service", "event", "hear"), SECRET_TOGETHER)
def test_who_may_hear_what_would_give_somebody_away(service: str, event: str, hear: set[str]) -> None:
    """By the rights that the broker keeps: which exchange somebody may bind to, and by which keys."""
    rights = json.loads((ROOT / "deploy/broker/definitions.json").read_text(encoding="utf-8"))
    exchange = f"{service}.events"
    readers = {each["user"] for each in rights["permissions"] if _opens(each["read"], exchange)}
    by_key = [each for each in rights["topic_permissions"] if each["exchange"] == exchange]
    shut = {each["user"] for each in by_key if not _opens(each["read"], event)}
    assert readers - shut - {"admin", service} == hear


def _opens(pattern: str, name: str) -> bool:
    return re.search(pattern, name) is not None


def test_every_review_of_the_audit_has_a_reason() -> None:
    reviewed = yaml.safe_load((ROOT / "tests/audit/reviewed.yaml").read_text(encoding="utf-8"))
    assert all(len(each["why"]) > 10 for reviews in reviewed.values() for each in reviews)
