"""The command: measures what it is asked for, keeps it, and prints a table for people."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from bench import command
from bench.processes import Failed
from bench.results import Figure
from bench.sizes import FULL, TOY, Size

MEASURED: list[Size] = []


def quick(size: Size) -> Iterable[Figure]:
    MEASURED.append(size)
    return [
        Figure("quick_vs_slow", 2.5, 1.5, {"unit": "events/s", "ratios": [2.5]}, at_least=True),
        Figure("quick_ms", 9.0, 8.0, {"unit": "ms"}),
    ]


def broken(size: Size) -> Iterable[Figure]:
    raise Failed("Nothing was heard.")


@pytest.fixture(autouse=True)
def _measures(monkeypatch: pytest.MonkeyPatch) -> None:
    MEASURED.clear()
    measures = {("quick_vs_slow", "quick_ms"): quick, ("broken",): broken}
    monkeypatch.setattr(command, "MEASURES", measures)


def test_a_figure_is_measured_with_those_that_belong_to_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "results.json"
    assert command.main(["quick_ms", "--toy", "--out", str(file)]) == 0
    assert [TOY] == MEASURED
    assert set(json.loads(file.read_text(encoding="utf-8"))) == {"quick_vs_slow", "quick_ms"}
    said = capsys.readouterr().out
    assert "quick_vs_slow  2.5 ×  ≥ 1.5  met" in said
    assert "quick_ms       9 ms   ≤ 8    NOT met" in said
    assert " cores with a load of " in said


def test_what_was_measured_before_a_failure_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "results.json"
    assert command.main(["--out", str(file)]) == 1
    assert [FULL] == MEASURED
    assert "quick_ms" in json.loads(file.read_text(encoding="utf-8"))
    assert "Nothing was heard." in capsys.readouterr().err


def test_an_unknown_figure_is_refused_with_the_names_of_those_that_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        command.main(["speed"])
    assert "quick_vs_slow" in capsys.readouterr().err
