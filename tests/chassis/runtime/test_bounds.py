"""What strangers on the network can do to a service: little."""

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
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
        answers = list(threads.map(process.get, ["/slow?seconds=2.5"] * 12))
        statuses = {answer.status_code for answer in answers}
        refused = [answer for answer in answers if answer.status_code == 503]
    assert statuses == {200, 503}
    assert all(answer.headers["Retry-After"] for answer in refused)
    assert {answer.json()["code"] for answer in refused} == {"busy"}
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
