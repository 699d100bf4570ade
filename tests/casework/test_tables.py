"""The migrated database is what the code says."""

from typing import Any

from chassis.store.drift import drift


def test_no_migration_was_forgotten(office: Any) -> None:
    assert drift(office.context) == []
