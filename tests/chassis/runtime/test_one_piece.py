"""What an app is told of a plain request, and how its answer goes out, without eventlet's own way."""

import socket
from contextlib import suppress

import pytest
from eventlet import wsgi

from chassis.runtime.protocol import Protocol

HOST = "Host: example.org\r\n"
REQUESTS = {
    "plain": f"GET /people HTTP/1.1\r\n{HOST}\r\n",
    "with a query": f"GET /people?name=Am%C3%AFna&x=1?2 HTTP/1.1\r\n{HOST}\r\n",
    "with an empty query": f"GET /people? HTTP/1.1\r\n{HOST}\r\n",
    "with escapes": f"GET /caf%C3%A9/%2e%2e/x%2Fy HTTP/1.1\r\n{HOST}\r\n",
    "with headers": f"GET / HTTP/1.1\r\n{HOST}Accept:  a/b \r\nX-One: 1\r\nX-One: 2\r\nEmpty:\r\n\r\n",
    "with an underscore": f"GET / HTTP/1.1\r\n{HOST}X_Forwarded_For: 1.2.3.4\r\nX-Forwarded-For: 5\r\n\r\n",
    "with a body": f"POST / HTTP/1.1\r\n{HOST}Content-Type: text/csv\r\nContent-Length: 2\r\n\r\n{{}}",
    "without a length": f"POST / HTTP/1.1\r\n{HOST}\r\n",
    "of the old kind": "GET / HTTP/1.0\r\n\r\n",
}
OURS = {"wsgi.input", "wsgi.errors", "REMOTE_PORT", "SERVER_PORT"}
"""What differs from one connection to another, and what is an object."""


class Served:
    """One connection to an app, served by a protocol to its end."""

    def __init__(self, protocol, app, sent):
        self.told = []
        with socket.create_server(("127.0.0.1", 0)) as listening:
            asker = socket.create_connection(listening.getsockname())
            asker.sendall(sent.encode("latin-1"))
            asker.shutdown(socket.SHUT_WR)
            served, address = listening.accept()
            server = wsgi.Server(
                listening,
                listening.getsockname(),
                self._noting(app),
                log_output=False,
                debug=False,
                keepalive=75.0,
            )
            server.body_limit = 1000
            with served:
                protocol([address, served, wsgi.STATE_IDLE, True], server)
            self.answer = _all_of(asker)

    def _noting(self, app):
        def noted(environ, start_response):
            self.told.append(environ | {"body": environ["wsgi.input"].read()})
            return app(environ, start_response)

        return noted


def _all_of(asker):
    pieces = []
    with asker, suppress(ConnectionResetError):
        while piece := asker.recv(65536):
            pieces.append(piece)
    return b"".join(pieces)


def says(status="200 OK", *headers, pieces=(b"yes",), length=3):
    def app(_, start_response):
        told = [("Content-Length", str(length))] if length is not None else []
        start_response(status, [*told, *headers])
        return list(pieces)

    return app


def plain(environ):
    return {k: v for k, v in environ.items() if k.isupper() and k not in OURS} | {"body": environ["body"]}


@pytest.mark.parametrize("sent", REQUESTS.values(), ids=REQUESTS)
def test_an_app_is_told_what_eventlet_would_tell_it(sent):
    ours, theirs = (Served(protocol, says(), sent) for protocol in (Protocol, wsgi.HttpProtocol))
    assert [plain(told) for told in ours.told] == [plain(told) for told in theirs.told]
    assert ours.told


def lines(answer):
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *headers = head.decode("latin-1").split("\r\n")
    return status, sorted(h.lower() for h in headers if not h.startswith("Date:")), body


ANSWERS = {
    "whole": says(),
    "in pieces": says(pieces=(b"y", b"es")),
    "without a length": says(length=None),
    "with headers": says("201 CREATED", ("ETag", '"x"'), ("X-Odd", "caf\xe9")),
    "without a body": says("204 NO CONTENT", pieces=(), length=None),
    "not changed": says("304 NOT MODIFIED", pieces=(), length=None),
}
WISHES = {
    "kept": f"GET / HTTP/1.1\r\n{HOST}\r\n",
    "kept by wish": f"GET / HTTP/1.1\r\n{HOST}Connection: Keep-Alive\r\n\r\n",
    "closed": f"GET / HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n",
    "head": f"HEAD / HTTP/1.1\r\n{HOST}\r\n",
    "old": "GET / HTTP/1.0\r\n\r\n",
    "old and kept": "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
}


@pytest.mark.parametrize("sent", WISHES.values(), ids=WISHES)
@pytest.mark.parametrize("app", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_goes_out_as_eventlet_would_send_it(app, sent):
    ours, theirs = (Served(protocol, app, sent) for protocol in (Protocol, wsgi.HttpProtocol))
    assert lines(ours.answer) == lines(theirs.answer)
    assert b"\r\nDate: " in ours.answer


def test_requests_that_come_together_are_answered_one_after_the_other():
    served = Served(Protocol, says(), REQUESTS["with a body"] + REQUESTS["plain"] + WISHES["closed"])
    assert served.answer.count(b"HTTP/1.1 200 OK") == 3
    assert [told["REQUEST_METHOD"] for told in served.told] == ["POST", "GET", "GET"]


def test_what_is_left_of_a_body_is_no_request():
    class Deaf(Served):
        def _noting(self, app):
            return app

    sent = f"POST / HTTP/1.1\r\n{HOST}Content-Length: 21\r\n\r\nGET /x HTTP/1.1\r\n\r\n\r\n"
    served = Deaf(Protocol, says(), sent + WISHES["closed"])
    assert served.answer.count(b"HTTP/1.1 200 OK") == 2
