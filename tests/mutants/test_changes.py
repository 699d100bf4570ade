"""What counts as a change of a rule, and that what is named as no change is still in the rules."""

import subprocess
import sys

import pytest
import yaml

from tests.mutants.meaning import Change, means_the_same
from tests.mutants.run import DOMAIN, HERE, ROOT, named

WAS = """
from typing import Protocol

class Ground(Protocol):
    @property
    def id(self) -> int | None: ...

@dataclass(kw_only=True)
class Wage:
    pence: int | None = None

def earned(wages: list[Wage], *, more: int = 1) -> int | None:
    return more + 2
"""


TWO = """
from tests.mutants.meaning import Change
from tests.mutants.trying import each_tried
was = open("services/casework/domain/milestones.py").read()
assert "weeks * 7" in was
for days in ("* 7", "* 6"):
    change = Change("milestones", 1, was, was.replace("weeks * 7", f"weeks {days}"))
    print(*(each.survived for each in each_tried([change], ["tests/casework/domain/test_milestones.py"])))
"""


def changed(before: str, after: str) -> Change:
    assert WAS.count(before) == 1
    return Change("wages", 1, WAS, WAS.replace(before, after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("-> int | None: ...", "-> int + None: ..."),
        ("    @property\n", "    \n"),
        ("pence: int | None", "pence: int & None"),
        ("more: int = 1) -> int | None", "more: int = 1) -> int - None"),
        ("*, more", "/, more"),
        ("*, more", "-, more"),
        ("kw_only=True", "kw_only=False"),
    ],
)
def test_what_a_running_program_does_not_look_at_is_no_change(before: str, after: str) -> None:
    assert means_the_same(changed(before, after))


@pytest.mark.parametrize(
    ("before", "after"), [("more + 2", "more - 2"), ("= 1", "= 2"), ("@dataclass(kw_only=True)\n", "")]
)
def test_what_it_looks_at_is(before: str, after: str) -> None:
    change = changed(before, after)
    assert not means_the_same(change)
    assert (change.before or change.after) != ""


def test_what_has_been_named_still_stands_in_the_rules() -> None:
    for module, was, now in named():
        lines = [each.strip() for each in (ROOT / DOMAIN / f"{module}.py").read_text().splitlines()]
        assert was in " ".join(lines), f"{module}: nothing says {was!r} any more"
        assert was != now


def test_each_module_has_tests_that_are_there() -> None:
    modules = yaml.safe_load((HERE / "modules.yaml").read_text())
    assert all((ROOT / DOMAIN / f"{module}.py").exists() for module in modules)
    domain = ROOT / "tests" / "casework" / "domain"
    assert all((domain / f"{test}.py").exists() for tests in modules.values() for test in tests)


def test_a_change_that_a_test_notices_does_not_survive() -> None:
    """Tried in a process that has not yet loaded the rule."""
    done = subprocess.run([sys.executable, "-c", TWO], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["True", "False"]
