"""`make mutants`: the rules of the field, changed in every small way, and whether the tests notice.

    python -m tests.mutants.run [spells fees …]

Each change (`changes.py`) is tried in a process of its own against the tests that `modules.yaml` names for
the module. One that no test notices survives, and has to be looked at: a test is written, or the code made
simpler, or `survivors.yaml` says why it means the same. Ends with 1 if one survives that nobody has named.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from tests.mutants.meaning import Change, means_the_same
from tests.mutants.trying import Tried, each_tried

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DOMAIN = Path("services/casework/domain")
EVERY = "test_values_and_things"
"""What is said of every module."""
PYTHON = ROOT / ".venv-mutants" / "bin" / "python"


def changes(module: str) -> list[Change]:
    """Every change to a module that could mean something else."""
    path = DOMAIN / f"{module}.py"
    asked = [str(PYTHON), str(HERE / "changes.py"), str(path)]
    made = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    was = (ROOT / path).read_text()
    found = (Change(module, each["line"], was, each["code"]) for each in map(json.loads, made.splitlines()))
    return [each for each in found if not means_the_same(each)]


def pass_as_it_is(module: str, paths: list[str]) -> bool:
    """Whether the tests pass while nothing is changed: else each change would seem to be noticed."""
    code = (ROOT / DOMAIN / f"{module}.py").read_text()
    (tried,) = each_tried([Change(module, 1, code, code)], paths)
    return tried.survived


def named() -> dict[tuple[str, str, str], str]:
    """The changes that somebody has looked at: (module, line before, line after) → why it means the same."""
    groups = yaml.safe_load((HERE / "survivors.yaml").read_text()) or []
    return {
        (each["module"], each["was"], each["now"]): group["why"]
        for group in groups
        for each in group["changes"]
    }


def told(module: str, tried: Iterable[Tried], known: dict[tuple[str, str, str], str]) -> Iterator[Change]:
    """Say how a module did; yields what survived and nobody has named."""
    all_ = list(tried)
    alive = [each.change for each in all_ if each.survived]
    strangers = [each for each in alive if (module, each.before, each.after) not in known]
    late = sum(each.too_long for each in all_)
    noticed = f"{len(all_) - len(alive)} noticed ({late} by taking too long)"
    print(f"{module}: {len(all_)} changes, {noticed}, {len(alive) - len(strangers)} known to mean the same")
    for each in strangers:
        print(f"  survived: line {each.line}\n    - {each.before}\n    + {each.after}")
    yield from strangers


def main(names: list[str]) -> int:
    """0 where everything that survives has been named."""
    tests: dict[str, list[str]] = yaml.safe_load((HERE / "modules.yaml").read_text())
    known = named()
    left = 0
    for module in names or tests:
        paths = [f"tests/casework/domain/{name}.py" for name in [*tests[module], EVERY]]
        if not pass_as_it_is(module, paths):
            raise SystemExit(f"The tests of {module} fail as it is: {' '.join(paths)}")
        left += len(list(told(module, each_tried(changes(module), paths), known)))
        sys.stdout.flush()
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
