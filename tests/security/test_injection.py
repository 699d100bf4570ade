"""What is typed stays what was typed: in queries, headers, logs and files for spreadsheets."""

import csv
import io
import json
import logging
import time
from collections.abc import Mapping
from typing import Any

import pytest
import structlog
from operations import Document, Operation, ask, document_of, operations
from suites import Performance
from wire import said, statuses

from chassis import logs
from chassis.settings import Settings
from demo.client import Person
from services.mi.api import csv_form
from services.mi.domain.figures import Cell

NOTHING_LIKE_IT = "zzqxjk"
SQL = (
    "' OR '1'='1",
    "'; select pg_sleep(9); --",
    "') UNION SELECT token_hash FROM sign_in --",
    "\\'; drop table participant; --",
    "1 AND (select 1 from pg_sleep(9))",
    "$$;select pg_sleep(9);$$",
    "%(x)s {x} :x %s",
    "zzqxjk%",
    "z_q_j_",
)
OTHERS = (
    "${7919*7907}", "{{7919*7907}}", "{%raw%}", "#{7919*7907}", "<%= 7919*7907 %>",
    "<script>alert(1)</script>", "../../../../etc/passwd", "file:///etc/passwd", "\u0000", "\ud7ff",
    "`id`", "$(id)", "a" * 4000, "😀" * 50, "\r\nSet-Cookie: evil=1",
)  # fmt: skip
SLOW = 8.0
PEOPLE = ("anwen", "amina", "cw-admin", "nb-admin", "farah", "kofi", "operator")


@pytest.fixture(scope="module")
def document(played: Performance) -> Document:
    """What the instance can be asked."""
    return document_of(played)


def texts(operation: Operation) -> list[str]:
    """The parameters of the query that take words."""
    return [
        each["name"]
        for each in operation.query()
        if each.get("schema", {}).get("type") == "string" and each["schema"].get("format") is None
    ]


def _person(played: Performance, who: str) -> Person:
    return played.stage.operator if who == "operator" else played.stage[who]


def _admitted(played: Performance, operation: Operation, path: str) -> Person | None:
    """Somebody who gets as far as the query: who is refused at the door proves nothing."""
    for who in PEOPLE:
        person = _person(played, who)
        if ask(person, played.stage.base, "GET", path).status_code not in (401, 403, 404):
            return person
    return None


def test_no_search_of_any_route_takes_words_for_commands(played: Performance, document: Document) -> None:
    amiss, tried = [], set()
    for operation in operations(document):
        names = texts(operation) if operation.method == "GET" else []
        path = operation.at(played.stage.ids)
        person = _admitted(played, operation, path) if names else None
        for name in names if person else []:
            tried.add((operation.label, name))
            # Every sign of SQL at each; of the others some at each, so that all are tried somewhere.
            for words in (*SQL, *OTHERS[len(tried) % 4 :: 4]):
                began = time.monotonic()
                answer = ask(person, played.stage.base, "GET", path, params={name: words})
                took = time.monotonic() - began
                if answer.status_code >= 500 or took > SLOW or b"62615533" in answer.content:
                    amiss.append(
                        f"{operation.label} {name}={words[:40]!r}: {answer.status_code}, {took:.1f} s"
                    )
                if b"root:" in answer.content or "evil" in answer.headers.get("Set-Cookie", ""):
                    amiss.append(f"{operation.label} {name}={words[:40]!r} gave something away")
    assert not amiss, "\n".join(amiss)
    assert len(tried) > 15, tried


SEARCHES = (
    ("anwen", "/api/casework/participants", "search"),
    ("anwen", "/api/marketplace/offers", "search"),
    ("mina", "/api/community/articles", "search"),
)


@pytest.mark.parametrize(("who", "path", "name"), SEARCHES)
def test_a_search_finds_no_more_by_signs_than_by_words(
    played: Performance, who: str, path: str, name: str
) -> None:
    """Neither quotes nor wildcards widen it: it finds what it finds for a word that is nowhere."""
    base, person = played.stage.base, _person(played, who)
    none = ask(person, base, "GET", path, params={name: NOTHING_LIKE_IT}).json()["items"]
    assert none == []
    for words in SQL:
        answer = ask(person, base, "GET", path, params={name: words})
        assert answer.status_code == 200, words
        if words.startswith(("zz", "z_")):
            assert answer.json()["items"] == [], words


HEADERS = (
    "Accept", "Accept-Language", "If-None-Match", "If-Match", "X-Correlation-Id", "traceparent", "User-Agent",
    "Referer", "Cookie", "Content-Type", "Idempotency-Key", "X-CSRF-Token", "Origin", "Range", "From",
)  # fmt: skip


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_takes_words_for_commands(played: Performance, name: str) -> None:
    person = played.stage["anwen"]
    for words in (*SQL, "${7919*7907}", "{{7919*7907}}", "<script>alert(1)</script>", "a" * 6000):
        for path in ("/api/casework/participants", "/api/me"):
            answer = ask(person, played.stage.base, "GET", path, headers={name: words})
            assert answer.status_code < 500, (name, words)
            assert b"62615533" not in answer.content
        page = ask(None, played.stage.base, "GET", "/sign-in", headers={name: words})
        assert page.status_code < 500, (name, words)
        assert b"<script" not in page.content


IN_ADDRESSES = ("/language/cy?to={}", "/sign-in?to={}", "/api/mi/figures.csv?metric={}", "/{}")
BREAKS = (
    "/%0d%0aSet-Cookie:%20evil=1",
    "%0aSet-Cookie:%20evil=1",
    "%E5%98%8A%E5%98%8DSet-Cookie:evil=1",
)


@pytest.mark.parametrize("path", IN_ADDRESSES)
def test_a_line_break_in_an_address_begins_no_header(played: Performance, path: str) -> None:
    for broken in BREAKS:
        head = f"GET {path.format(broken)} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        answer = said(played.stage.base, head.encode())
        headers = answer.partition(b"\r\n\r\n")[0].lower()
        assert statuses(answer)[0] < 500
        assert b"\r\nset-cookie: evil" not in headers
        assert b"\nset-cookie: evil" not in headers


FORMULAS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://evil.example")',
    "=cmd|'/C calc'!A0",
)  # fmt: skip


def test_a_file_for_spreadsheets_holds_no_formula() -> None:
    for formula in FORMULAS:
        cell = Cell(key=formula, label={"en": formula}, value=1)
        assert not csv_form._plain(cell.key).lstrip('"').startswith(tuple("=+-@\t\r\n")), formula


def test_every_file_for_spreadsheets_is_free_of_formulas(played: Performance, document: Document) -> None:
    """Every figure in every breakdown, as it leaves."""
    analyst, base = played.stage["kofi"], played.stage.base
    rows = 0
    for metric in analyst.get("/api/mi/metrics-catalogue")["items"]:
        for by in (None, *metric.get("by", ())):
            params = {"metric": metric["code"], **({"by": by} if by else {})}
            answer = ask(analyst, base, "GET", "/api/mi/figures.csv", params=params)
            assert answer.status_code == 200, params
            for row in csv.reader(io.StringIO(answer.text)):
                rows += 1
                assert not [
                    cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r")) and len(cell) > 1
                ]
    assert rows > 40


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_line_of_the_log_is_one_line(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever is logged cannot pretend to be another line, or steer a terminal."""
    before = structlog.get_config()
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    try:
        logs.configure(Settings.from_env({"WORKSTEAD_LOG_FORMAT": form}))
        evil = 'x\n{"event": "forged", "level": "info"}\r\x1b[2J\u2028y'
        structlog.get_logger("workstead.test").warning(evil, given=evil)
        logging.getLogger("somelibrary").warning("%s", evil)
        written = capsys.readouterr().err
    finally:
        structlog.configure(**before)
        root.handlers, root.level = handlers, level
    lines = written.splitlines()
    assert len(lines) == 2, lines
    assert "\x1b[2J" not in written
    if form == "json":
        assert all(_is_ours(json.loads(line)) for line in lines)


def _is_ours(line: Mapping[str, Any]) -> bool:
    return str(line["event"]).startswith("x\\n")
