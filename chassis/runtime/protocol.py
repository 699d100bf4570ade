"""One connection of the web server: HTTP/1.1, kept alive, with bounds on what may come and how slowly."""

import socket
from collections.abc import Iterable
from functools import cached_property
from typing import Any
from urllib.parse import unquote

import eventlet
from eventlet import wsgi
from nameko.web.server import HttpOnlyProtocol

from chassis.runtime import head, whole
from chassis.runtime.framing import END, read_chunked

CLOSE = "workstead.close"
"""In the environment of a request: have the connection end after its answer."""
ARRIVED = "workstead.arrived"
"""In the environment of a request: say that it has come whole, so that it will be answered."""
WAITING = 3
"""Of the server's notes on a connection: whether it keeps us waiting for a request or the rest of one."""
HEADER_SECONDS = 10.0
LINGER_BYTES = 4 * 1024 * 1024
LINGER_SECONDS = 2.0


class Protocol(HttpOnlyProtocol):  # type: ignore[misc]  # nameko has no types
    """Reads requests and writes answers. Eventlet does the work; this adds what it leaves open."""

    rfile: Any
    application: Any

    def handle_one_request(self) -> None:
        """Wait for a request, and answer it."""
        self.conn_state[WAITING] = True
        super().handle_one_request()

    def parse_request(self) -> bool:
        """Read the head, all of it within the time. Refuse what others on the way may read otherwise than we
        do: that is how requests are smuggled.
        """
        self.close_connection = True
        self.requestline = str(self.raw_requestline, "latin-1").rstrip("\r\n")
        with eventlet.Timeout(HEADER_SECONDS, TimeoutError("The headers came too slowly.")):
            text = head.read(self.rfile)
        found = head.parsed(self.requestline, text) if self.raw_requestline.endswith(END) else None
        if found is None:
            self.send_error(400)
            return False
        self.headers = found
        self.command, target, self.request_version = self.requestline.split(" ")
        # Two slashes would be taken for the beginning of a host by whoever builds an address from them.
        self.path = f"/{target.lstrip('/')}" if target.startswith("//") else target
        self.close_connection = not self._may_be_kept(found.get("connection", "").lower())
        return True

    def _may_be_kept(self, wish: str) -> bool:
        return wish == "keep-alive" or (wish != "close" and self.request_version == "HTTP/1.1")

    def get_environ(self) -> dict[str, Any]:
        """The request, with a body that is read strictly, and a way to end the connection after it."""
        if not self.headers.has("expect", "transfer-encoding"):
            return self._plain_environ()
        environ: dict[str, Any] = super().get_environ()
        environ |= {CLOSE: self._close, ARRIVED: self._has_arrived}
        body = environ["wsgi.input"]
        if body.chunked_input:
            environ["wsgi.input"] = environ["eventlet.input"] = ChunkedBody(body, self._close)
        return environ

    def _plain_environ(self) -> dict[str, Any]:
        """A request that says how long its body is, or has none: told as eventlet would tell it."""
        path, query, after = self.path.partition("?")
        length = self.headers.get("content-length")
        body = wsgi.Input(self.rfile, length or "0", self.connection)
        environ: dict[str, Any] = self._around | {
            "REQUEST_METHOD": self.command,
            "RAW_PATH_INFO": path,
            "PATH_INFO": unquote(path, "latin-1") if "%" in path else path,
            "CONTENT_TYPE": self.headers.get("content-type") or self.headers.get_content_type(),
            "wsgi.input": body,
            "eventlet.input": body,
            "eventlet.posthooks": [],
            CLOSE: self._close,
            ARRIVED: self._has_arrived,
        }
        if query:
            environ["QUERY_STRING"] = after
        if length:
            environ["CONTENT_LENGTH"] = length
        self.headers.tell(environ)
        return environ

    @cached_property
    def _around(self) -> dict[str, Any]:
        """What all requests of this connection have in common."""
        environ: dict[str, Any] = self.server.get_environ()
        host, port = self.request.getsockname()[:2]
        asker, their_port = self.client_address[:2]
        return environ | {
            "SCRIPT_NAME": "",
            "SERVER_PROTOCOL": "HTTP/1.0",
            "SERVER_NAME": host,
            "SERVER_PORT": str(port),
            "REMOTE_ADDR": asker,
            "REMOTE_PORT": str(their_port),
            "GATEWAY_INTERFACE": "CGI/1.1",
        }

    def _close(self) -> None:
        self.close_connection = True

    def _has_arrived(self) -> None:
        self.conn_state[WAITING] = False

    def handle_one_response(self) -> None:
        """Answer; a connection is not kept for the sake of a body that nobody will read."""
        too_large = int(self.headers.get("content-length") or 0) > self.server.body_limit
        if too_large:
            self.close_connection = True
        self._answer()
        if too_large:
            self._linger()

    def _answer(self) -> None:
        """In one piece where the app has given all of it at once; otherwise as eventlet does it."""
        told: list[Any] = []

        def begin(status: str, headers: list[tuple[str, str]], _: Any = None) -> None:
            told[:] = status, headers

        body = self.environ["eventlet.input"]
        result = self.application(self.environ, begin)
        if whole.is_plain(self.command, self.request_version, result, *told) and _is_read(body):
            self._send(whole.head(*told), b"".join(result))
        else:
            self.application = _again(result, *told)
            super().handle_one_response()

    def _send(self, head: str, content: bytes) -> None:
        if not self.server.keepalive:
            self.close_connection = True
        wish = self.headers.get("connection", "").lower()
        kept = whole.kept_for(self.server.keepalive) if wish == "keep-alive" else ""
        words = whole.CLOSING if self.close_connection else kept
        self.wfile.write(f"{head}{words}\r\n".encode("latin-1") + content)
        self.wfile.flush()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What cannot even be parsed gets a bare status, without words about the server."""
        self.close_connection = True
        self.wfile.write(f"HTTP/1.1 {int(code)} Bad Request\r\n".encode())
        self.wfile.write(b"Connection: close\r\nContent-Length: 0\r\n\r\n")

    def _linger(self) -> None:
        """Let the asker read the refusal before the connection breaks under what it still sends."""
        self.connection.shutdown(socket.SHUT_WR)
        with eventlet.Timeout(LINGER_SECONDS, False):
            left = LINGER_BYTES
            while left > 0 and (piece := self.connection.recv(65536)):
                left -= len(piece)


def _is_read(body: wsgi.Input) -> bool:
    """Whether the whole of a body has been taken, so that the next request begins after it."""
    return not body.chunked_input and body.position >= body.content_length and body.wfile is None


def _again(result: Iterable[bytes], status: str, headers: list[tuple[str, str]]) -> Any:
    """An app that answers what has been answered already."""

    def app(_: Any, start_response: Any) -> Iterable[bytes]:
        start_response(status, headers)
        return result

    return app


class ChunkedBody(wsgi.Input):  # type: ignore[misc]  # eventlet has no types
    """A chunked body, read at once; if it is malformed or longer than was asked for, the connection ends."""

    def __init__(self, lenient: wsgi.Input, close: Any) -> None:
        super().__init__(
            lenient.rfile,
            None,
            lenient.get_socket(),
            wfile=lenient.wfile,
            wfile_line=lenient.wfile_line,
            chunked_input=True,
        )
        self._close = close
        self._was_read = False

    def _chunked_read(self, rfile: Any, length: int | None = None, use_readline: bool = False) -> bytes:
        if self._was_read:
            return b""
        self._was_read = True
        if self.should_send_hundred_continue:
            self.send_hundred_continue_response()
            self.is_hundred_continue_response_sent = True
        try:
            body, whole = read_chunked(rfile, length or 0)
        except (OSError, ValueError):
            self._close()
            raise
        if not whole:
            self._close()
        return body
