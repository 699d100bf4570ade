"""The results: in turns, by the median, and in the form that is promised."""

import json
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from bench import results, rounds
from bench.results import Figure

RATIOS = (
    "pipeline_vs_raw",
    "pipeline_vs_raw_pipelined",
    "pipeline_vs_nameko",
    "gateway_vs_nameko_rpc",
    "gateway_write_vs_nameko_rpc",
)
FIGURES = (*RATIOS, "latency_ms_p50", "latency_ms_p99", "idle_mb", "idle_cpu", "start_s")


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(results.FILE.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", FIGURES)
def test_each_figure_has_its_value_its_goal_and_its_raw_numbers(kept: dict[str, Any], name: str) -> None:
    figure = kept[name]
    assert set(figure) == {"value", "goal", "raw"}
    assert figure["value"] > 0
    assert figure["goal"] > 0
    assert figure["raw"]["unit"]
    assert figure["raw"]["run"]["cores"] > 0


@pytest.mark.parametrize("name", RATIOS)
def test_a_ratio_is_the_median_of_at_least_five_rounds(kept: dict[str, Any], name: str) -> None:
    ratios = kept[name]["raw"]["ratios"]
    assert len(ratios) >= 5
    assert kept[name]["value"] == pytest.approx(median(ratios), abs=0.01)


def test_sides_take_turns_and_the_first_round_is_not_counted() -> None:
    order: list[str] = []

    def side(name: str) -> rounds.Rate:
        def rate() -> float:
            order.append(name)
            return float(len(order))

        return rate

    ours, theirs = rounds.in_turns(side("ours"), side("theirs"), rounds=2)
    assert order == ["theirs", "ours", "ours", "theirs", "theirs", "ours"]
    assert (ours, theirs) == ([3.0, 6.0], [4.0, 5.0])


def test_the_ratio_is_the_median_of_rounds_and_not_of_sides() -> None:
    assert rounds.ratio([10.0, 300.0, 20.0], [10.0, 100.0, 40.0]) == 1.0


def test_what_was_not_measured_this_time_stays(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    results.keep([Figure("one", 1.0, 2.0, {}), Figure("two", 2.0, 2.0, {})], file)
    results.keep([Figure("two", 3.0, 2.0, {"unit": "s"})], file)
    found = json.loads(file.read_text(encoding="utf-8"))
    assert found == {
        "one": {"value": 1.0, "goal": 2.0, "raw": {}},
        "two": {"value": 3.0, "goal": 2.0, "raw": {"unit": "s"}},
    }


@pytest.mark.parametrize(("at_least", "met"), [(True, False), (False, True)])
def test_a_ratio_reaches_its_goal_and_a_use_stays_within_it(at_least: bool, met: bool) -> None:
    assert Figure("one", 1.0, 2.0, {}, at_least).is_met is met
