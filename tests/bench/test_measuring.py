"""Each measure at a toy size: it works, writes what it promises, and leaves nothing running."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from chassis.ids import new_id

MARK = "BENCH_RUN"
pytestmark = [pytest.mark.slow, pytest.mark.rabbitmq, pytest.mark.usefixtures("rabbitmq_node")]
"""The bench starts a node of its own; the fixture sees to it that RabbitMQ is installed."""


@pytest.mark.parametrize(
    ("measure", "figures"),
    [
        ("pipeline_vs_raw", {"pipeline_vs_raw"}),
        ("gateway_vs_nameko_rpc", {"gateway_vs_nameko_rpc", "gateway_write_vs_nameko_rpc"}),
        ("at_rest", {"idle_mb", "idle_cpu", "start_s"}),
    ],
)
def test_a_measure_writes_its_figures_and_ends_what_it_started(
    measure: str, figures: set[str], tmp_path: Path
) -> None:
    file, mark = tmp_path / "results.json", str(new_id())
    done = subprocess.run(
        [sys.executable, "-m", "bench", measure, "--toy", "--out", str(file)],
        env={**os.environ, MARK: mark},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(file.read_text(encoding="utf-8"))
    assert set(found) == figures
    assert all(set(figure) == {"value", "goal", "raw"} for figure in found.values())
    assert [process.name() for process in psutil.process_iter() if _mark(process) == mark] == []


def test_an_unknown_figure_is_refused_with_the_names_of_those_that_there_are() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "speed"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "pipeline_vs_raw" in done.stderr


def _mark(process: psutil.Process) -> str | None:
    try:
        return process.environ().get(MARK)
    except psutil.Error:
        return None
