"""What strangers on the network can do to a service: little."""

import re
import resource
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection

import pytest
import requests


@contextmanager
def wire(process):
    """A bare connection."""
    host, port = process.url().removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        yield connection


def talk(process, text):
    """Send bytes, and read until the other side closes."""
    with wire(process) as connection:
        connection.sendall(text)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_a_connection_is_kept(process):
    connection = HTTPConnection(process.url().removeprefix("http://"), timeout=10)
    connection.connect()
    ours = connection.sock
    for path in ("/ticks", "/nowhere", "/ticks"):
        connection.request("GET", path)
        connection.getresponse().read()
        assert connection.sock is ours
    connection.close()


def test_the_server_says_nothing_of_itself(process):
    assert "Server" not in process.get("/ticks").headers
    assert b"Server" not in talk(process, b"NONSENSE\r\n\r\n")


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: +3",
        b"Content-Length: 3\r\nContent-Length: 4",
        b"Content-Length: -1",
        b"Content-Length: 3\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: gzip, chunked",
        b"Transfer-Encoding: xchunked",
    ],
)
def test_a_length_that_can_be_read_in_two_ways_is_refused(process, headers):
    said = talk(process, b"POST /books HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n\r\nabc")
    assert said.split(b" ")[1] == b"400"
    assert said.count(b"HTTP/1.") == 1


def test_too_long_an_address_is_refused(process):
    assert process.get("/ticks?q=" + "x" * 9000).status_code == 414


def test_too_large_a_body_is_refused_and_not_read_to_its_end(process):
    answer = requests.post(process.url() + "/books", data=b"x" * 3_000_000, timeout=10)
    assert answer.headers["Connection"] == "close"
    assert answer.status_code in (401, 413)


def test_a_body_that_breaks_off_is_not_taken_for_a_whole(process):
    with wire(process) as connection:
        connection.sendall(b"POST /books HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{}")
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(65536).split(b" ")[1] == b"400"


def test_a_chunked_body_is_read(process):
    answer = requests.post(process.url() + "/books", data=iter([b"{}", b" "]), timeout=5)
    assert answer.status_code == 401


def test_who_sends_slowly_takes_nobodys_place(process):
    with wire(process) as one, wire(process) as two:
        for connection in (one, two):
            connection.sendall(b"POST /books HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{")
        assert process.get("/ticks").status_code == 200


@pytest.mark.slow
def test_who_sends_too_slowly_is_given_up(process):
    with wire(process) as body, wire(process) as headers:
        body.sendall(b"POST /books HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{")
        headers.sendall(b"GET /ticks HTTP/1.1\r\nHost: x\r\n")
        assert headers.recv(65536) == b""
        assert body.recv(65536).split(b" ")[1] == b"408"


def test_when_all_places_are_taken_others_are_asked_to_come_again(process):
    with ThreadPoolExecutor(12) as threads:
        asked = [{"Accept": kind} for kind in ("application/json", "text/html,*/*")] * 6
        answers = list(threads.map(lambda headers: process.get("/slow?seconds=2.5", headers=headers), asked))
        statuses = {answer.status_code for answer in answers}
        refused = [answer for answer in answers if answer.status_code == 503]
    assert statuses == {200, 503}
    assert all(answer.headers["Retry-After"] for answer in refused)
    pages, problems = _by_kind(refused)
    assert {answer.json()["code"] for answer in problems} <= {"busy"}
    assert all("<h1>" in page.text and "again" in page.text for page in pages)
    assert process.get("/ticks").status_code == 200


def test_health_answers_while_all_places_are_taken(process):
    with ThreadPoolExecutor(8) as threads:
        slow = [threads.submit(process.get, "/slow?seconds=2") for _ in range(4)]
        assert process.get("/health/live").elapsed.total_seconds() < 1.5
        assert all(one.result().status_code == 200 for one in slow)


def test_who_hangs_up_harms_nobody(process):
    for _ in range(20):
        with wire(process) as connection:
            connection.sendall(b"GET /slow?seconds=0.2 HTTP/1.1\r\nHost: x\r\n\r\n")
    assert process.get("/ticks").status_code == 200


def test_whoever_keeps_us_waiting_makes_room_when_no_more_connections_fit(start):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (128, hard))
    try:
        process = start("run", "shelf")
        process.url()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    with ExitStack() as slow:
        for _ in range(80):
            one = slow.enter_context(wire(process))
            one.sendall(b"GET /ticks HTTP/1.1\r\nHost: x\r\n")
        for _ in range(3):
            assert process.get("/ticks").elapsed.total_seconds() < 3


@pytest.mark.parametrize(
    "chunks",
    [
        b"3;a=b\r\nabc\r\n0\r\n\r\n",
        b"0x3\r\nabc\r\n0\r\n\r\n",
        b"+3\r\nabc\r\n0\r\n\r\n",
        b"0_3\r\nabc\r\n0\r\n\r\n",
        b"-3\r\nabc\r\n0\r\n\r\n",
        b" 3\r\nabc\r\n0\r\n\r\n",
        b"3\nabc\r\n0\r\n\r\n",
        b"3\r\nabcd\r\n0\r\n\r\n",
        b"3\r\nabc\n0\r\n\r\n",
        b"3\r\nabc\r\n0\r\nX-Late: 1\r\n\r\n",
        b"3\r\nabc\r\n0\r\n\n",
        b"\r\n3\r\nabc\r\n0\r\n\r\n",
        b"000000000003\r\nabc\r\n0\r\n\r\n",
    ],
)
def test_chunks_are_read_in_one_way_only(process, chunks):
    head = b"POST /books HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    said = talk(process, head + chunks + b"GET /ticks HTTP/1.1\r\nHost: x\r\n\r\n")
    assert said.split(b" ")[1] == b"400"
    assert said.count(b"HTTP/1.") == 1


def test_what_follows_a_good_chunked_body_is_the_next_request(process):
    head = b"POST /books HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    last = b"GET /ticks HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    said = talk(process, head + b"2\r\n{}\r\n1\r\n \r\n0\r\n\r\n" + last)
    assert re.findall(rb"HTTP/1\.1 (\d+)", said) == [b"401", b"200"]


def test_a_chunked_body_that_is_too_large_ends_the_connection(process):
    head = b"POST /books HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    with wire(process) as connection:
        connection.sendall(head + b"200000\r\n" + b"x" * 1_048_577)
        said = b"".join(iter(lambda: connection.recv(65536), b""))
    assert said.split(b" ")[1] in (b"401", b"413")
    assert said.count(b"HTTP/1.") == 1


@pytest.mark.parametrize(
    "head",
    [
        b"GET /ticks HTTP/1.1\r\n\r\n",
        b"GET /ticks HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        b"GET http://x/ticks HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET  /ticks HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /ticks HTTP/2.0\r\nHost: x\r\n\r\n",
        b"GET /ticks\r\n",
        b"get /ticks HTTP/1.1\r\nHost: x\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        b"CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /ticks HTTP/1.1\r\nHost : x\r\n\r\n",
        b"GET /ticks HTTP/1.1\r\n Host: x\r\n\r\n",
        b"GET /ticks HTTP/1.1\r\nHost: x\r\nAccept: a\r\n b\r\n\r\n",
        b"GET /ticks HTTP/1.1\r\nHost: x\r\nNo colon\r\n\r\n",
        b"GET /ticks HTTP/1.1\r\nHost: x\r\nAccept: a\rX-B: c\r\n\r\n",
        b"GET /ticks HTTP/1.1\r\nHost: x\r\nAccept: a\x00b\r\n\r\n",
        b"GET /ticks HTTP/1.1\r\nHost: x\nAccept: a\r\n\r\n",
        b"GET /ticks HTTP/1.1\nHost: x\n\n",
        b"GET /ticks HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
)
def test_a_head_that_can_be_read_in_two_ways_is_refused(process, head):
    said = talk(process, head + b"GET /ticks HTTP/1.1\r\nHost: x\r\n\r\n")
    assert said.split(b" ")[1] in (b"400", b"505")
    assert said.count(b"HTTP/1.") == 1


def _by_kind(answers):
    """Those that are pages, and those that are problems."""
    pages = [answer for answer in answers if answer.headers["Content-Type"].startswith("text/html")]
    return pages, [answer for answer in answers if answer not in pages]
