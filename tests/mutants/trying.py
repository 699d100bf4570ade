"""Tries changes against tests: each in a process forked from one that has loaded what all of them need."""

import os
import resource
import signal
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import CodeType, ModuleType

import pytest
from hypothesis import Phase, settings

from chassis import calendars  # noqa: F401  loaded once, for all that are forked
from tests.mutants.meaning import Change

ROOT = Path(__file__).parents[2]
SECONDS = 30
"""After which a change is taken to have made something endless."""
BYTES = 2 * 1024**3
OPTIONS = ("-x", "-q", "--noconftest", "-p", "no:cacheprovider", "--rootdir", str(ROOT))


@dataclass(frozen=True)
class Tried:
    """A change, and whether the tests went on to pass."""

    change: Change
    survived: bool
    too_long: bool = False


class _Changed(MetaPathFinder, Loader):
    """Loads one module from changed code, in place of its file."""

    def __init__(self, name: str, code: CodeType) -> None:
        self.name, self.code = name, code

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:
        return spec_from_loader(name, self) if name == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)


def each_tried(changes: Iterable[Change], tests: Sequence[str]) -> Iterator[Tried]:
    """Each change with what came of it, in the order in which they end; one a core at a time."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    settings.register_profile(
        "mutants",
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=25,
        phases=[Phase.explicit, Phase.generate],
    )
    settings.load_profile("mutants")
    running: dict[int, Change] = {}
    for change in changes:
        if len(running) >= len(os.sched_getaffinity(0)):
            yield _ended(running)
        running[_begun(change, tests)] = change
    while running:
        yield _ended(running)


def _ended(running: dict[int, Change]) -> Tried:
    pid, status = os.wait()
    late = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM
    return Tried(running.pop(pid), survived=status == 0, too_long=late)


def _begun(change: Change, tests: Sequence[str]) -> int:
    child = os.fork()
    if child == 0:
        os._exit(_passed(change, tests))
    return child


def _passed(change: Change, tests: Sequence[str]) -> int:
    """0 where every test passes, in spite of the change."""
    signal.alarm(SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    name = f"services.casework.domain.{change.module}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        code = compile(change.now, f"{change.module}.py", "exec")
    sys.meta_path.insert(0, _Changed(name, code))
    try:
        return int(pytest.main([*OPTIONS, *tests]))
    except BaseException:
        return 1
