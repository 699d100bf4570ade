"""One connection of the web server: HTTP/1.1, kept alive, with bounds on what may come and how slowly."""

import socket

import eventlet
from nameko.web.server import HttpOnlyProtocol

HEADER_SECONDS = 10.0
LINGER_BYTES = 4 * 1024 * 1024
LINGER_SECONDS = 2.0


class Protocol(HttpOnlyProtocol):  # type: ignore[misc]  # nameko has no types
    """Reads requests and writes answers. Eventlet does the work; this adds what it leaves open."""

    def parse_request(self) -> bool:
        """Read the headers, all of them within the time."""
        with eventlet.Timeout(HEADER_SECONDS, TimeoutError("The headers came too slowly.")):
            return bool(super().parse_request()) and self._length_is_plain()

    def _length_is_plain(self) -> bool:
        """Refuse what others on the way may read otherwise than we do: that is how requests are smuggled."""
        lengths = self.headers.get_all("content-length", [])
        codings = self.headers.get_all("transfer-encoding", [])
        plain = all(length.isascii() and length.isdigit() for length in lengths)
        if plain and len(lengths) + len(codings) <= 1 and set(codings) <= {"chunked"}:
            return True
        self.send_error(400)
        return False

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
