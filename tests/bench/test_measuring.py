"""The measures themselves at a toy size: each works, writes what it promises, and leaves nothing running.

They start whole instances, so they run by `pytest -m bench` alone; the arithmetic and the command are tested
in test_results.py and test_command.py, with every run of the tests.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from bench.command import MEASURES
from chassis.ids import new_id

MARK = "BENCH_RUN"
pytestmark = pytest.mark.bench


@pytest.mark.parametrize("figures", MEASURES, ids=lambda names: names[0])
def test_a_measure_writes_its_figures_and_ends_what_it_started(
    figures: tuple[str, ...], tmp_path: Path
) -> None:
    file, mark = tmp_path / "results.json", str(new_id())
    done = subprocess.run(
        [sys.executable, "-m", "bench", figures[0], "--toy", "--out", str(file)],
        env={**os.environ, MARK: mark},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(file.read_text(encoding="utf-8"))
    assert set(found) == set(figures)
    assert all(set(figure) == {"value", "goal", "raw"} for figure in found.values())
    assert [process.name() for process in psutil.process_iter() if _mark(process) == mark] == []


def _mark(process: psutil.Process) -> str | None:
    try:
        return process.environ().get(MARK)
    except psutil.Error:
        return None
