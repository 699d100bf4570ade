"""What the architecture tests look at: every service that the entry points name."""

from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("domain", "store", "actions", "api", "reference", "migrations")


def service_classes() -> list[Any]:
    """The classes behind the entry points, in a stable order."""
    return [e.load() for e in sorted(entry_points(group="workstead.services"), key=lambda e: e.name)]


def services() -> list[Any]:
    """Those of the five services; the gateway's two wings have rooms of their own."""
    return [c for c in service_classes() if c.__module__.startswith("services.")]


def python_files(*folders: str) -> list[Path]:
    """Every Python file below these folders of the repository."""
    return sorted(p for folder in folders for p in (ROOT / folder).rglob("*.py"))
