"""Alerts, dashboard and runbook: rules that hold, measures that exist, words for whoever is woken by them."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from chassis.context import ServiceContext
from chassis.http import create_app
from chassis.testing import apt
from services.casework.service import Casework

ROOT = Path(__file__).parents[2]
RULES = ROOT / "deploy/prometheus/alerts.yml"
DASHBOARD = ROOT / "deploy/grafana/workstead.json"
ALERTS = [rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]]
NAME = re.compile(r"\bworkstead_[a-z_]+")

FIRING = {
    "ServiceDown": ['up{job="workstead", part="mi"} 0x30'],
    "ServiceNotReady": ['workstead_ready{service="mi"} 0x30'],
    "DatabaseUnreachable": ['workstead_health{service="mi", check="database"} 0x30'],
    "MigrationsBehind": ['workstead_health{service="mi", check="migrations"} 0x30'],
    "BrokerUnreachable": ['workstead_health{service="mi", check="broker"} 0x30'],
    "ErrorRatioHigh": [
        'workstead_http_request_seconds_count{service="mi", status="200"} 0+90x30',
        'workstead_http_request_seconds_count{service="mi", status="503"} 0+10x30',
    ],
    "AnswersSlow": [
        'workstead_http_request_seconds_bucket{service="mi", route="/figures", le="2.5"} 0+90x30',
        'workstead_http_request_seconds_bucket{service="mi", route="/figures", le="5"} 0+100x30',
        'workstead_http_request_seconds_bucket{service="mi", route="/figures", le="+Inf"} 0+100x30',
    ],
    "RequestsTurnedAway": ['workstead_http_turned_away_total{service="mi"} 0+1x30'],
    "TimerFailing": ['workstead_timer_runs_total{service="mi", timer="t", outcome="failed"} 0+1x30'],
    "RelayNotActive": [
        'workstead_relay_active{service="mi", instance="a"} 0x30',
        'workstead_relay_active{service="mi", instance="b"} 0x30',
    ],
    "NobodyConsumes": ['workstead_partitions_held{service="mi"} 0x30'],
    "OutboxOld": ['workstead_outbox_age_seconds{service="mi"} 0+60x30'],
    "OutboxLarge": ['workstead_outbox_events{service="mi"} 20000x30'],
    "EventsRefused": ['workstead_events_refused_total{service="mi"} 0+1x30'],
    "EventsParked": ['workstead_events_parked_now{service="mi"} 1x30'],
    "EventsUnroutable": [
        'workstead_events_unroutable_now{service="mi"} 5x30',
        'workstead_events_unroutable_total{service="mi"} 0+1x30',
    ],
    "EventsLate": [
        'workstead_events_delay_seconds_bucket{service="mi", le="30"} 0+90x30',
        'workstead_events_delay_seconds_bucket{service="mi", le="300"} 0+100x30',
        'workstead_events_delay_seconds_bucket{service="mi", le="+Inf"} 0+100x30',
    ],
    "ConsumptionPausing": ['workstead_consumption_pauses_total{service="mi", cause="database"} 0+1x30'],
    "RabbitMQDown": ['up{job="rabbitmq"} 0x30'],
    "RabbitMQAlarm": ["rabbitmq_alarms_free_disk_space_watermark 1x30"],
    "QueueWithoutConsumer": ['rabbitmq_detailed_queue_consumers{queue="mi.inbox.v1"} 0x30'],
    "QueueDeep": ['rabbitmq_detailed_queue_messages{queue="mi.inbox.v1.p0of2"} 20000x30'],
    "DeadLetters": ['rabbitmq_detailed_queue_messages{queue="mi.dead.v1"} 1x30'],
    "BackupOld": ['workstead_backup_age_seconds{service="mi"} 200000x30'],
    "CertificateExpiring": [
        'workstead_certificate_expires_timestamp_seconds{service="mi", certificate="tls_cert"} 900000x90'
    ],
    "MassReading": ['workstead_mass_reading_alarms_total{service="casework"} 0+1x30'],
    "ClockSkew": ['workstead_clock_skew_seconds{service="mi"} -9x30'],
}
"""For each alert, what makes it fire."""

CALM = [
    'up{job="workstead", part="mi"} 1x90',
    'up{job="rabbitmq"} 1x90',
    'workstead_ready{service="mi"} 1x90',
    'workstead_health{service="mi", check="database"} 1x90',
    'workstead_http_request_seconds_count{service="mi", status="200"} 0+90x90',
    'workstead_http_request_seconds_bucket{service="mi", route="/figures", le="0.1"} 0+100x90',
    'workstead_http_request_seconds_bucket{service="mi", route="/figures", le="+Inf"} 0+100x90',
    'workstead_http_turned_away_total{service="mi"} 0x90',
    'workstead_timer_runs_total{service="mi", timer="t", outcome="done"} 0+1x90',
    'workstead_relay_active{service="mi", instance="a"} 1x90',
    'workstead_relay_active{service="mi", instance="b"} 0x90',
    'workstead_partitions_held{service="mi", instance="a"} 1x90',
    'workstead_partitions_held{service="mi", instance="b"} 0x90',
    'workstead_outbox_age_seconds{service="mi"} 1x90',
    'workstead_outbox_events{service="mi"} 3x90',
    'workstead_events_parked_now{service="mi"} 0x90',
    'workstead_events_unroutable_now{service="mi"} 5x90',
    'workstead_events_unroutable_total{service="mi"} 5x90',
    'workstead_events_delay_seconds_bucket{service="mi", le="0.1"} 0+100x90',
    'workstead_events_delay_seconds_bucket{service="mi", le="+Inf"} 0+100x90',
    "rabbitmq_alarms_free_disk_space_watermark 0x90",
    'rabbitmq_detailed_queue_consumers{queue="mi.inbox.v1"} 1x90',
    'rabbitmq_detailed_queue_consumers{queue="mi.dead.v1"} 0x90',
    'rabbitmq_detailed_queue_messages{queue="mi.dead.v1"} 0x90',
    'workstead_backup_age_seconds{service="mi"} 80000x90',
    'workstead_clock_skew_seconds{service="mi"} 0.01x90',
    'workstead_certificate_expires_timestamp_seconds{service="mi", certificate="tls_cert"} 9000000x90',
]


@pytest.fixture(scope="module")
def promtool() -> str:
    if not apt.install("prometheus", "promtool"):
        pytest.skip("promtool is not here (Debian's package prometheus)")
    return "promtool"


@pytest.fixture
def measures(service_context: Callable[..., ServiceContext]) -> set[str]:
    """Every name that a service's /metrics exposes."""
    client = create_app(service_context(Casework), Casework.blueprints).test_client()
    text = client.get("/metrics").get_data(as_text=True)
    names = set()
    for name, kind in re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE):
        endings = ("_bucket", "_count", "_sum") if kind == "histogram" else ("",)
        names |= {name + ending for ending in endings}
    return names


def test_the_rules_are_valid(promtool: str) -> None:
    done = subprocess.run(
        [promtool, "check", "config", "prometheus.yml"],
        cwd=RULES.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_alert_fires_for_its_cause_and_none_on_a_calm_day(promtool: str, tmp_path: Path) -> None:
    assert FIRING.keys() == {rule["alert"] for rule in ALERTS}
    tests = [_unit(name, series, at="100m") for name, series in FIRING.items()]
    (tmp_path / "tests.yml").write_text(
        yaml.safe_dump(
            {"rule_files": [str(RULES)], "evaluation_interval": "1m", "tests": [*tests, _unit(None, CALM)]}
        )
    )
    done = subprocess.run(
        [promtool, "test", "rules", "tests.yml"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _unit(name: str | None, series: list[str], at: str = "80m") -> dict[str, Any]:
    """One case: these series, and whether this alert, or none at all, fires at some moment."""
    firing = 'ALERTS{alertstate="firing"}'
    chosen = firing if name is None else f'ALERTS{{alertname="{name}", alertstate="firing"}}'
    samples = [] if name is None else [{"labels": "{}", "value": 1}]
    return {
        "interval": "1m",
        "input_series": [dict(zip(("series", "values"), one.rsplit(" ", 1), strict=True)) for one in series],
        "promql_expr_test": [
            {
                "expr": f"count(count_over_time({chosen}[100m])) > bool 0",
                "eval_time": at,
                "exp_samples": samples,
            }
        ],
    }


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_each_alert_says_what_it_means_and_where_to_go_on(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert rule["annotations"]["summary"].endswith((".", ")."))
    assert rule["annotations"]["impact"].endswith(".")
    file, _, anchor = rule["annotations"]["runbook"].partition("#")
    headings = re.findall(r"^#+ (.+)$", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    assert anchor in {_slug(heading) for heading in headings}


def _slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_alerts_and_dashboard_ask_for_measures_that_exist(measures: set[str]) -> None:
    panels = json.loads(DASHBOARD.read_text())["panels"]
    asked = [target["expr"] for panel in panels for target in panel.get("targets", [])]
    wanted = {name for text in [*asked, *(rule["expr"] for rule in ALERTS)] for name in NAME.findall(text)}
    assert len(wanted) > 20
    assert wanted <= measures


def test_every_measure_is_shown_or_watched(measures: set[str]) -> None:
    """What nobody looks at need not be measured."""
    said = DASHBOARD.read_text() + RULES.read_text()
    ours = {re.sub(r"_(bucket|count|sum|total)$", "", name) for name in measures if NAME.fullmatch(name)}
    assert {name for name in ours if name not in said and not name.endswith("_created")} == set()
