"""The command `python -m bench [figure …]`: measure, print, and write bench/results.json."""

import argparse
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from bench import (
    at_rest,
    backlog,
    claims,
    contract,
    copied_texts,
    gateway,
    imports,
    latency,
    pipeline,
    results,
    scale,
)
from bench.processes import Failed
from bench.results import Figure, circumstances
from bench.sizes import FULL, TOY, Size
from demo.client import NeverHappened, Refused
from demo.suite import NotReady

LIMIT_SECONDS = 1200
"""A run that takes longer is given up, and what it started is stopped."""
LIMIT_AT_SCALE = 5400
"""The same, where a hundred thousand people have to be made first."""

Measure = Callable[[Size], Iterable[Figure]]
MEASURES: dict[tuple[str, ...], Measure] = {
    pipeline.FIGURES: pipeline.measure,
    latency.FIGURES: latency.measure,
    backlog.FIGURES: backlog.measure,
    gateway.FIGURES: gateway.measure,
    copied_texts.FIGURES: copied_texts.measure,
    at_rest.FIGURES: at_rest.measure,
    scale.FIGURES: scale.measure,
    claims.FIGURES: claims.measure,
    imports.FIGURES: imports.measure,
    contract.FIGURES: contract.measure,
}
"""Which figures are measured together, and how."""
AT_SCALE = (copied_texts.FIGURES, scale.FIGURES, contract.FIGURES, imports.FIGURES)
"""Those that take long: measured only by name."""


def main(arguments: list[str] | None = None) -> int:
    """Measure what was asked for, or everything."""
    asked = _asked(arguments)
    measured: list[Figure] = []
    signal.signal(signal.SIGALRM, _out_of_time)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    chosen = [names for names in MEASURES if _is_asked(names, asked.figures)]
    signal.alarm(LIMIT_AT_SCALE if set(chosen) & set(AT_SCALE) else LIMIT_SECONDS)
    try:
        print(f"On {_machine()}.", flush=True)
        for names in chosen:
            print(f"Measuring {', '.join(names)} …", flush=True)
            figures = list(MEASURES[names](TOY if asked.toy else FULL))
            results.keep(figures, asked.out)
            measured += figures
    except (Failed, NotReady, NeverHappened, Refused) as error:
        print(f"The bench stopped: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("The bench was stopped.", file=sys.stderr)
        return 130
    finally:
        signal.alarm(0)
    print(table(measured))
    print(f"Written to {asked.out}; docs/performance.md says what each figure means.")
    return 0


def table(figures: Iterable[Figure]) -> str:
    """What was measured, for a person: a line for each figure."""
    rows = [("figure", "value", "goal", "")]
    for figure in figures:
        shown = f"{figure.value:g} {figure.unit}"
        rows.append((figure.name, shown, figure.wanted, "met" if figure.is_met else "NOT met"))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def _is_asked(names: tuple[str, ...], figures: list[str]) -> bool:
    """By name; without one, all but those that take long."""
    return bool(set(names) & set(figures)) if figures else names not in AT_SCALE


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    known = [name for names in MEASURES for name in names]
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "figures", nargs="*", metavar="figure", help=f"of {', '.join(known)}; none: all but those at scale"
    )
    parser.add_argument("--toy", action="store_true", help="only see that it works: the figures mean nothing")
    parser.add_argument("--out", type=Path, default=results.FILE, help="the file to write to")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.figures) - set(known):
        parser.error(f"there is no {', '.join(sorted(unknown))}; choose of {', '.join(known)}")
    return asked


def _machine() -> str:
    run = circumstances()
    return f"{run['cores']} cores with a load of {run['load'][0]}, Python {run['python']}, at {run['at']}"


def _out_of_time(*_: object) -> None:
    raise Failed(f"It took longer than {LIMIT_SECONDS // 60} minutes.")
