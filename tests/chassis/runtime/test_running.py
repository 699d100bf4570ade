"""`workstead run`, from the start of the process to its end."""

import json
import signal
import socket
from concurrent.futures import ThreadPoolExecutor

import psutil

from chassis.testing.waiting import eventually


def free_port():
    """A port that nobody listens at just now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def servers(home):
    """The embedded PostgreSQL servers of that data folder."""
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if f"{home}/pg/data" in (process.info["cmdline"] or [])
    ]


def test_it_serves_and_stops_with_its_database(start, home):
    process = start("run", "shelf")
    ready = process.get("/health/ready")
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")
    assert process.said == f"shelf is ready at {process.url()}\n"
    assert process.url().startswith("http://127.0.0.1:")
    assert servers(home)
    assert process.stop() == 0
    assert servers(home) == []


def test_ctrl_c_stops_it_too(start):
    process = start("run", "shelf")
    process.url()
    assert process.stop(signal.SIGINT) == 0


def test_what_has_begun_ends_and_nothing_more_is_taken(start):
    process = start("run", "shelf")
    url = process.url()
    with ThreadPoolExecutor() as threads:
        slow = threads.submit(process.get, "/slow?seconds=2")
        eventually(lambda: 'workstead_http_in_flight{service="shelf"} 1.0' in process.get("/metrics").text)
        process.popen.send_signal(signal.SIGTERM)
        host, port = url.removeprefix("http://").split(":")

        def is_closed():
            try:
                socket.create_connection((host, int(port)), timeout=1).close()
            except ConnectionRefusedError:
                return True
            return False

        eventually(is_closed)
        assert not slow.done()
        answer = slow.result(10)
    assert (answer.status_code, answer.json()) == (200, {"waited": 2.0})
    assert answer.headers["Connection"] == "close"
    assert process.popen.wait(20) == 0


def test_slow_work_in_the_database_stops_nobody_else(start):
    process = start("run", "shelf")
    process.url()
    with ThreadPoolExecutor() as threads:
        slow = threads.submit(process.get, "/slow?seconds=3")
        answers = [process.get("/ticks").elapsed.total_seconds() for _ in range(5)]
        assert not slow.done()
    assert max(answers) < 2


def test_a_killed_one_can_be_started_again(start, home):
    killed = start("run", "shelf")
    killed.get("/ticks")
    killed.popen.kill()
    killed.popen.wait(10)
    again = start("run", "shelf")
    assert again.get("/health/ready").status_code == 200
    assert again.stop() == 0
    assert servers(home) == []


def test_a_timer_fires_soon_after_the_start_and_whenever_the_clock_is_set(start, tmp_path):
    clock_file = tmp_path / "clock"
    process = start("run", "shelf", WORKSTEAD_CLOCK_FILE=str(clock_file))
    before = eventually(lambda: process.get("/ticks").json()["ticks"], within=10)
    clock_file.write_text("-86400.0")
    eventually(lambda: process.get("/ticks").json()["ticks"] == before + 1, within=10)


def test_the_log_is_json_and_quotes_nobody(start):
    process = start("run", "shelf")
    process.get("/broken")
    process.get("/ticks?name=Jane")
    eventually(lambda: "timer failed" in process.logged)
    assert 'outcome="failed",service="shelf",timer="stumble"' in process.get("/metrics").text
    process.stop()
    lines = [json.loads(line) for line in process.logged.splitlines()]
    assert {"service started", "request", "request failed", "stopping"} <= {line["event"] for line in lines}
    (failed,) = [line for line in lines if line["event"] == "request failed"]
    assert failed["correlation_id"]
    assert "RuntimeError" in failed["exception"]
    assert "Jane" not in process.logged


def test_a_port_is_not_taken_twice(start):
    port = str(free_port())
    start("run", "shelf", WORKSTEAD_SHELF_PORT=port).url()
    second = start("run", "shelf", WORKSTEAD_SHELF_PORT=port)
    assert second.popen.wait(30) == 2
    assert "set WORKSTEAD_SHELF_PORT to a free port" in second.logged
    assert len(second.logged.splitlines()) == 1


def test_when_a_part_of_one_service_fails_the_process_ends(start, home):
    process = start("run", "shelf", "crumble")
    assert process.popen.wait(40) == 1
    assert '"cause":"crumble failed: RuntimeError"' in process.logged
    assert servers(home) == []


def test_a_wrong_setting_is_one_line(start):
    process = start("run", "shelf", WORKSTEAD_POOL_SIZE="many")
    assert process.popen.wait(30) == 2
    assert len(process.logged.splitlines()) == 1
    assert "WORKSTEAD_POOL_SIZE" in process.logged


def test_an_unknown_service_is_one_line(start):
    process = start("run", "nothing")
    assert process.popen.wait(30) == 2
    assert "no service called nothing" in process.logged
    assert len(process.logged.splitlines()) == 1


def test_a_database_that_is_away_is_one_line(start, tmp_path):
    environment = {"WORKSTEAD_KEYS": str(tmp_path / "keys"), "WORKSTEAD_SECRET": "for this test alone"}
    assert start("keys", "init", **environment).popen.wait(30) == 0
    environment["WORKSTEAD_SHELF_DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/nothing"
    process = start("run", "shelf", **environment)
    assert process.popen.wait(30) == 1
    assert len(process.logged.splitlines()) == 1, process.logged
    assert "does not answer" in process.logged
