"""The command `python -m bench [figure …]`: measure, print, and write bench/results.json."""

import argparse
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from bench import at_rest, gateway, pipeline, results
from bench.processes import Failed
from bench.results import Figure
from bench.sizes import FULL, TOY, Size
from demo.client import NeverHappened, Refused
from demo.suite import NotReady

LIMIT_SECONDS = 600
"""A run that takes longer is given up, and what it started is stopped."""

MEASURES: dict[str, Callable[[Size], Iterable[Figure]]] = {
    "pipeline_vs_raw": lambda size: [pipeline.measure(size)],
    "gateway_vs_nameko_rpc": lambda size: [gateway.measure(size)],
    "at_rest": at_rest.measure,
}


def main(arguments: list[str] | None = None) -> int:
    """Measure what was asked for, or everything."""
    asked = _asked(arguments)
    signal.signal(signal.SIGALRM, _out_of_time)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.alarm(LIMIT_SECONDS)
    try:
        for name in asked.figures or MEASURES:
            print(f"Measuring {name} …", flush=True)
            figures = list(MEASURES[name](TOY if asked.toy else FULL))
            results.keep(figures, asked.out)
            for figure in figures:
                print(f"  {_line(figure)}", flush=True)
    except (Failed, NotReady, NeverHappened, Refused) as error:
        print(f"The bench stopped: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("The bench was stopped.", file=sys.stderr)
        return 130
    finally:
        signal.alarm(0)
    print(f"Written to {asked.out}; docs/performance.md says what each figure means.")
    return 0


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("figures", nargs="*", metavar="figure", help=f"of {', '.join(MEASURES)}; all if none")
    parser.add_argument("--toy", action="store_true", help="only see that it works: the figures mean nothing")
    parser.add_argument("--out", type=Path, default=results.FILE, help="the file to write to")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.figures) - set(MEASURES):
        parser.error(f"there is no {', '.join(sorted(unknown))}; choose of {', '.join(MEASURES)}")
    return asked


def _line(figure: Figure) -> str:
    met = "reached" if figure.is_met else "not reached"
    unit = "×" if figure.at_least else figure.raw["unit"]
    return f"{figure.name}: {figure.value:g} {unit} (goal {figure.wanted}: {met})"


def _out_of_time(*_: object) -> None:
    raise Failed(f"It took longer than {LIMIT_SECONDS // 60} minutes.")
