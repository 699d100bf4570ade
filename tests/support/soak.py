"""Load with random faults for a given time, and the ledger at the end: `make soak MINUTES=10 [SEED=…]`.

Ends with 0 if nothing was lost and nothing was doubled, with 1 otherwise.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

from breaking import BREAKS, Scene
from ledger import BROKEN, Ledger, Verdict
from rewiring import end_of_wire, on_wire
from trial import Trial, folder
from wires import Wire

from chassis.testing.rabbitmq import private_node

SERVICES = ("casework", "exchange", "marketplace", "mi", "notify", "web")
WIRED = (("casework", "broker"), ("mi", "database"), ("web", "casework"))
RATE = 25.0
CALM = 6.0
"""The longest rest between two faults, in seconds."""
SETTLE = 400.0
"""Seconds for the end: a mail whose sender was killed is taken up again after five minutes."""


def main(minutes: float, seed: int) -> int:
    """Break things for so long; what came of it as an exit code."""
    print(f"{minutes:g} minutes of load with random faults; seed {seed}", flush=True)
    with private_node() as node, folder() as home, Trial(home, node.url, SERVICES) as trial:
        with wired(trial) as wires:
            with trial.load(rate=RATE, appointments=0.1, patience=300) as ledger:
                broken = breaking(Scene(trial, node, wires, random.Random(seed)), minutes * 60)
            print("The load has ended; waiting for what is still on its way.", flush=True)
            verdict = trial.check(ledger, SETTLE)
        tell(ledger, verdict, broken, trial.cut_off(ledger))
        print(f"seed {seed}", flush=True)
        return 0 if verdict.is_clean else 1


@contextmanager
def wired(trial: Trial) -> Iterator[dict[str, Wire]]:
    """Some of the ways between the parts lead over wires that can be stalled and cut."""
    with ExitStack() as stack:
        wires = {}
        for name, part in WIRED:
            wire = stack.enter_context(closing(Wire(end_of_wire(trial, name, part))))
            trial.again(name, on_wire(trial, name, part, wire.port))
            wires[f"{name} to {part}"] = wire
        yield wires


def breaking(scene: Scene, seconds: float) -> Counter[str]:
    """One fault after the other, each mended before the next; how often each was."""
    broken: Counter[str] = Counter()
    began = time.monotonic()
    while (at := time.monotonic() - began) < seconds:
        fault = scene.chance.choice(BREAKS)
        said = fault(scene)
        broken[fault.__name__] += 1
        print(f"{at:6.0f} s  {said}, for {time.monotonic() - began - at:.1f} s", flush=True)
        scene.wait(CALM)
    return broken


def tell(ledger: Ledger, verdict: Verdict, broken: Counter[str], cut_off: int) -> None:
    """The ledger, as a person reads it."""
    statuses = Counter("no answer" if one.status == BROKEN else str(one.status) for one in ledger.tries)
    longest = max((deed.seconds for deed in ledger.accepted), default=0.0)
    lines = {
        "faults": f"{broken.total()}: " + ", ".join(f"{n} × {name}" for name, n in sorted(broken.items())),
        "requests": f"{len(ledger.tries)}: " + ", ".join(f"{n} × {s}" for s, n in sorted(statuses.items())),
        "accepted": f"{verdict.accepted}, of them {cut_off} whose first answer did not arrive",
        "given up": verdict.given_up,
        "lost": verdict.lost,
        "doubled": verdict.doubled,
        "still waiting": verdict.waiting,
        "mails lost": verdict.mails_lost,
        "mails doubled": verdict.mails_doubled,
        "mails repeated": f"{verdict.mails_repeated} under the same Message-ID",
        "longest try": f"{longest:.1f} s until accepted",
        "longest delay": f"{max(verdict.delays, default=0.0):.1f} s from acceptance to MI",
    }
    for name, value in lines.items():
        print(f"{name:>16}  {value}", flush=True)


if __name__ == "__main__":
    sys.exit(
        main(float(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else random.SystemRandom().randrange(10**6))
    )
