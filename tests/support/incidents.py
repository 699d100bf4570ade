"""What a user would have seen while something was broken, out of the ledger's own times."""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from ledger import BROKEN, Deed, Effect, Ledger, Try, Verdict


@dataclass
class Incident:
    """Something that goes wrong, from its beginning to its end."""

    name: str
    what: str
    """In words, for the table."""
    recovery: str = "By itself"
    """How it recovers, in words: what somebody has to do, if anything."""
    began: float = 0.0
    ended: float = 0.0
    notes: dict[str, Any] = field(default_factory=dict)
    """Further figures, such as how long the outbox grew."""

    def __enter__(self) -> "Incident":
        self.began = time.time()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended = time.time()

    def figures(self, ledger: Ledger, effects: Iterable[Effect], verdict: Verdict) -> dict[str, Any]:
        """What was seen, by name; all times in seconds."""
        during = [one for one in ledger.tries if self.began <= one.at + one.seconds and one.at <= self.ended]
        deeds = [deed for deed in ledger.accepted if self._touched(deed)]
        return {
            "name": self.name,
            "what": self.what,
            "recovery": self.recovery,
            "began": round(self.began, 1),
            "lasted": round(self.ended - self.began, 2),
            "requests": len(during),
            "statuses": _statuses(during),
            "slowest_answer": _greatest(one.seconds for one in during if one.status != BROKEN),
            "usual_answer": round(median([one.seconds for one in during] or [0.0]), 3),
            "longest_deed": _greatest(deed.seconds for deed in deeds),
            "first_accepted_after": self._first_after(deed.accepted_at for deed in ledger.accepted),
            **self._shown(ledger, effects),
            **{name: value for name, value in asdict(verdict).items() if name != "delays"},
            "longest_delay": _greatest(verdict.delays),
            "usual_delay": round(median(verdict.delays or [0.0]), 3),
            "notes": self.notes,
        }

    def _touched(self, deed: Deed) -> bool:
        return deed.accepted_at >= self.began and deed.tries[0].at <= self.ended

    def _first_after(self, moments: Iterable[float]) -> float:
        return min((round(at - self.ended, 2) for at in moments if at > self.ended), default=0.0)

    def _shown(self, ledger: Ledger, effects: Iterable[Effect]) -> dict[str, float]:
        """How long after its end all that had been accepted by then was in effect."""
        before = {str(deed.id) for deed in ledger.accepted if deed.accepted_at <= self.ended}
        at = [effect.at for effect in effects if effect.deed in before and effect.at is not None]
        return {"caught_up_after": max(round(max(at, default=self.ended) - self.ended, 2), 0.0)}


def _statuses(tries: Iterable[Try]) -> dict[str, int]:
    counted = Counter("none" if one.status == BROKEN else str(one.status) for one in tries)
    return dict(sorted(counted.items()))


def _greatest(values: Iterable[float]) -> float:
    return round(max(values, default=0.0), 3)
