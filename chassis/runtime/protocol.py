"""One connection of the web server: HTTP/1.1, kept alive, with bounds on what may come and how slowly."""

import socket
from typing import Any

import eventlet
from eventlet import wsgi
from nameko.web.server import HttpOnlyProtocol

from chassis.runtime import head
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
        environ: dict[str, Any] = super().get_environ()
        environ |= {CLOSE: self._close, ARRIVED: self._has_arrived}
        body = environ["wsgi.input"]
        if body.chunked_input:
            environ["wsgi.input"] = environ["eventlet.input"] = ChunkedBody(body, self._close)
        return environ

    def _close(self) -> None:
        self.close_connection = True

    def _has_arrived(self) -> None:
        self.conn_state[WAITING] = False

    def handle_one_response(self) -> None:
        """Answer; a connection is not kept for the sake of a body that nobody will read."""
        too_large = int(self.headers.get("content-length") or 0) > self.server.body_limit
        if too_large:
            self.close_connection = True
        super().handle_one_response()
        if too_large:
            self._linger()

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
