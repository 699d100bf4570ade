"""What was measured, and the file that it is kept in: `{name: {"value": …, "goal": …, "raw": …}}`."""

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "results.json"


@dataclass(frozen=True)
class Figure:
    """One number, what we want it to be, and the numbers that it was made of.

    A ratio is to reach its goal; what is used up (memory, processor, seconds) is to stay within it.
    """

    name: str
    value: float
    goal: float
    raw: dict[str, Any]
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        """Whether it is as we want it."""
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    @property
    def unit(self) -> str:
        """A ratio has none."""
        return "×" if "_vs_" in self.name else str(self.raw["unit"])

    @property
    def wanted(self) -> str:
        """The goal, as a person reads it."""
        return f"{'≥' if self.at_least else '≤'} {self.goal:g}"


def circumstances() -> dict[str, Any]:
    """What the numbers depend on, besides our code. `load` says what else the machine was busy with."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": len(os.sched_getaffinity(0)),
        "load": [round(load, 1) for load in os.getloadavg()],
    }


def keep(figures: Iterable[Figure], file: Path) -> None:
    """Write these figures; others in the file stay as they were measured before."""
    kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    kept |= {f.name: {"value": f.value, "goal": f.goal, "raw": f.raw} for f in figures}
    draft = file.with_suffix(".new")
    draft.write_text(json.dumps(kept, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    draft.replace(file)
