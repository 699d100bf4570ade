"""What was accepted, written down outside of the system, against what took effect in it.

    with Trial(home, broker_url) as trial:             # casework and mi as processes, with their own database
        with trial.load(rate=50) as ledger:            # an adviser records contacts, until the block ends
            trial.suite.kill("mi")
            trial.suite.start_one("mi")
        assert trial.check(ledger).is_clean            # every 2xx took effect, and once

A deed is one thing that an adviser does, under one idempotency key; it is tried until it is accepted. Each
try goes into the ledger's file as one line of JSON at the moment when its answer is there.
"""

import json
import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

BROKEN = 0
"""The status of a try that had no answer: nobody there, cut off, or nothing within the time."""


@dataclass(frozen=True)
class Try:
    """One request, and what its sender saw."""

    at: float
    """When it was sent, in seconds since the epoch."""
    seconds: float
    status: int


@dataclass
class Deed:
    """One thing done, tried until it was accepted."""

    key: str
    kind: str
    tries: list[Try] = field(default_factory=list)
    id: str | None = None
    """The id in the answer that accepted it; None as long as none did."""

    @property
    def accepted_at(self) -> float:
        """When its sender knew that it was accepted."""
        return self.tries[-1].at + self.tries[-1].seconds

    @property
    def seconds(self) -> float:
        """From the first try until it was accepted or given up."""
        return self.accepted_at - self.tries[0].at


class Ledger:
    """The deeds of one load, in memory and in a file. Threads may write into it."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("a", encoding="utf-8")
        self._lock = threading.Lock()
        self.deeds: dict[str, Deed] = {}
        self.people: list[str] = []
        """The ids of those about whom the deeds are: nobody else does anything about them."""

    def note(self, deed: Deed, tried: Try, id: str | None) -> None:
        """Write down one try; with an id it was accepted."""
        with self._lock:
            deed.tries.append(tried)
            deed.id = id
            self.deeds[deed.key] = deed
            line = {"deed": deed.key, "kind": deed.kind, **asdict(tried), "id": id}
            self._file.write(json.dumps(line) + "\n")
            self._file.flush()

    def close(self) -> None:
        """Nothing more is written."""
        self._file.close()

    @property
    def accepted(self) -> list[Deed]:
        """Those that were answered with 2xx."""
        with self._lock:
            return [deed for deed in self.deeds.values() if deed.id is not None]

    @property
    def given_up(self) -> list[Deed]:
        """Those that never were: nobody knows what became of them, but they may take effect once at most."""
        with self._lock:
            return [deed for deed in self.deeds.values() if deed.id is None]

    @property
    def tries(self) -> list[Try]:
        """Every request, in the order in which they were sent."""
        with self._lock:
            every = [one for deed in self.deeds.values() for one in deed.tries]
        return sorted(every, key=lambda one: one.at)

    def wait_for(self, number: int, within: float = 60.0) -> None:
        """Wait until so many more have been accepted than now."""
        goal, deadline = len(self.accepted) + number, time.monotonic() + within
        while len(self.accepted) < goal:
            if time.monotonic() > deadline:
                raise AssertionError(f"{goal - len(self.accepted)} of {number} deeds were not accepted.")
            time.sleep(0.02)


@dataclass(frozen=True)
class Effect:
    """One row in MI: what a deed led to."""

    event: str
    deed: str
    at: float | None
    """When MI took it in, in seconds since the epoch, by PostgreSQL's clock."""


@dataclass(frozen=True)
class Verdict:
    """What the comparison found. `lost` and `doubled` have to be 0."""

    accepted: int
    given_up: int
    lost: int
    """Accepted, and neither in effect nor anywhere on its way."""
    doubled: int
    """Effects too many: a second one of a deed, or one that nobody asked for."""
    waiting: int = 0
    """Accepted and not in effect, but still in the outbox or parked: late, and not lost."""
    mails_lost: int = 0
    mails_doubled: int = 0
    """Mails of other Message-IDs about the same deed."""
    mails_repeated: int = 0
    """Mails that the mail server was handed again under the same Message-ID: a mailbox shows them once."""
    delays: tuple[float, ...] = field(default=(), repr=False)
    """From acceptance to effect, in seconds, sorted."""

    @property
    def is_clean(self) -> bool:
        """Nothing lost, nothing doubled, nothing left waiting."""
        wrong = (self.lost, self.doubled, self.waiting, self.mails_lost, self.mails_doubled)
        return not any(wrong)

    @property
    def is_settled(self) -> bool:
        """Whether everything that was accepted has taken effect."""
        return not (self.lost or self.waiting or self.mails_lost)


def compare(
    ledger: Ledger, effects: Iterable[Effect], on_their_way: set[str], mails: Iterable[tuple[str, str]] | None
) -> Verdict:
    """What was accepted against what took effect.

    `on_their_way`: ids of deeds seen in an outbox or parked. `mails`: the key and Message-ID of each mail
    that the mail server took, or None where nobody looks at them.
    """
    seen: dict[str, list[Effect]] = {}
    for effect in effects:
        seen.setdefault(effect.deed, []).append(effect)
    accepted, given_up = ledger.accepted, ledger.given_up
    ids = {str(deed.id) for deed in accepted}
    missing = ids - seen.keys()
    strays = sum(len(seen[id]) for id in seen.keys() - ids)
    again = sum(len(seen[id]) - 1 for id in seen.keys() & ids)
    return Verdict(
        accepted=len(accepted),
        given_up=len(given_up),
        lost=len(missing - on_their_way),
        doubled=again + max(0, strays - len(given_up)),
        waiting=len(missing & on_their_way),
        delays=tuple(sorted(_delays(accepted, seen))),
        **_posted(accepted, mails),
    )


def _delays(accepted: Iterable[Deed], seen: dict[str, list[Effect]]) -> Iterable[float]:
    for deed in accepted:
        at = [effect.at for effect in seen.get(str(deed.id), ()) if effect.at is not None]
        if at:
            yield max(min(at) - deed.accepted_at, 0.0)


def _posted(accepted: list[Deed], mails: Iterable[tuple[str, str]] | None) -> dict[str, Any]:
    if mails is None:
        return {}
    found: dict[str, Counter[str]] = {}
    for key, message in mails:
        found.setdefault(key, Counter())[message] += 1
    return {
        "mails_lost": sum(deed.key not in found for deed in accepted if deed.kind == "appointment"),
        "mails_doubled": sum(len(messages) - 1 for messages in found.values()),
        "mails_repeated": sum(number - 1 for messages in found.values() for number in messages.values()),
    }
