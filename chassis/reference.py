"""Codes (reasons, categories, kinds) are reference data: YAML files with labels in English and Welsh.

as_of: 2025-03-03
codes:
  - code: too-far
    label: {en: Too far to travel, cy: Rhy bell i deithio}
    retired_on: 2027-01-01      # optional: never renamed, only retired
    weight: 3                   # whatever else a service wants to know comes in `extra`
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True)
class Code:
    """One code with its labels."""

    code: str
    label: Mapping[str, str]
    retired_on: date | None = None
    """From this day on it is kept for old records and offered no more."""
    extra: Mapping[str, Any] = field(default_factory=dict)

    def in_use(self, on: date) -> bool:
        """Whether it may still be chosen on that day."""
        return self.retired_on is None or on < self.retired_on


def load(package: str, name: str) -> list[Code]:
    """The codes of `<name>.yaml` in that package, or in its `reference` folder, in the order of the file."""
    return list(_load(package, name))


def label(code: Code, language: str) -> str:
    """What a person reads for this code; in English where there is no such language."""
    return code.label.get(language) or code.label["en"]


@cache
def _load(package: str, name: str) -> tuple[Code, ...]:
    here = files(package)
    file = here / f"{name}.yaml"
    if not file.is_file():
        file = here / "reference" / f"{name}.yaml"
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))["codes"]
    codes = tuple(_code(entry) for entry in entries)
    if len({code.code for code in codes}) != len(codes):
        raise ValueError(f"{package}/{name}.yaml names a code twice.")
    return codes


def _code(entry: Mapping[str, Any]) -> Code:
    rest = {key: value for key, value in entry.items() if key not in ("code", "label", "retired_on")}
    return Code(str(entry["code"]), dict(entry["label"]), entry.get("retired_on"), rest)
