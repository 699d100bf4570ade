"""Kept connections to the services of this instance, over plain HTTP/1.1 as they speak it.

urllib3 can speak to anybody, and half of the time of a question went into that. Here is only what our own
services say: a head, a length or chunks, a body. Errors are urllib3's, so that both ways are treated alike;
over TLS urllib3 does it all.
"""

import socket
import time
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BufferedReader
from urllib.parse import urlsplit

from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, ProtocolError, ReadTimeoutError

REST_SECONDS = 30.0
"""A connection that rested for longer is not used again: services keep theirs for more than twice as long."""
KEPT = 32
"""So many rest at once, to each address."""
LARGEST_LINE = 65536
MOST_LINES = 200
END = b"\r\n\r\n"
BODILESS = frozenset((204, 304))


class Headers(dict[str, str]):
    """Headers of an answer, whichever way their names are written."""

    def get(self, name: str, otherwise: str | None = None) -> str | None:  # type: ignore[override]  # text alone
        """A header's value."""
        return super().get(name.lower(), otherwise)


class TooLarge(Exception):
    """The answer is larger than was allowed."""


@dataclass
class Line:
    """One connection, and when it was used last."""

    socket: socket.socket
    stream: BufferedReader
    used_at: float = field(default_factory=time.monotonic)

    def is_open(self) -> bool:
        """Whether it can be used again: not too old, and nothing has come unasked, such as its end."""
        return time.monotonic() - self.used_at < REST_SECONDS and _is_silent(self.socket)

    def close(self) -> None:
        """Hang up."""
        self.stream.close()
        self.socket.close()


class Lines:
    """The connections to one address (`http://host:port/prefix`), the last used first."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._place = parts.hostname or "", parts.port or 80
        self._host, self._prefix = parts.netloc, parts.path.rstrip("/")
        self._resting: list[Line] = []
        weakref.finalize(self, _hang_up, self._resting)

    def ask(
        self,
        method: str,
        target: str,
        headers: Mapping[str, str],
        content: bytes | None,
        *,
        connect: float,
        read: float,
        most: int,
    ) -> tuple[int, Headers, bytes]:
        """Status, headers and body. Raises what urllib3 would raise, or TooLarge."""
        request = _request(method, self._host, self._prefix + target, headers, content)
        line = self._resting_line() or self._new_line(connect)
        try:
            line.socket.settimeout(read)
            line.socket.sendall(request)
            status, found, body, keeps = _answer(line.stream, method, most)
        except TimeoutError:
            line.close()
            raise ReadTimeoutError(None, target, "No answer came in time.") from None  # type: ignore[arg-type]  # there is no pool
        except (OSError, ValueError) as error:
            line.close()
            raise ProtocolError("The connection broke off.", error) from error
        except BaseException:
            line.close()
            raise
        self._let_rest(line, keeps)
        return status, found, body

    def _resting_line(self) -> Line | None:
        while self._resting:
            line = self._resting.pop()
            if line.is_open():
                return line
            line.close()
        return None

    def _new_line(self, within: float) -> Line:
        try:
            made = socket.create_connection(self._place, within)
        except TimeoutError as error:
            raise ConnectTimeoutError(None, str(error)) from error
        except OSError as error:
            raise NewConnectionError(None, str(error)) from error  # type: ignore[arg-type]  # there is no pool
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return Line(made, made.makefile("rb"))

    def _let_rest(self, line: Line, keeps: bool) -> None:
        if keeps and len(self._resting) < KEPT:
            line.used_at = time.monotonic()
            self._resting.append(line)
        else:
            line.close()


def _hang_up(lines: list[Line]) -> None:
    for line in lines:
        line.close()


def _request(method: str, host: str, target: str, headers: Mapping[str, str], content: bytes | None) -> bytes:
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if content is not None or method not in ("GET", "HEAD"):
        lines.append(f"Content-Length: {len(content or b'')}")
    head = "\r\n".join(lines)
    if head.count("\n") != len(lines) - 1 or head.count("\r") != len(lines) - 1 or "\0" in head:
        raise ValueError("A line of a head cannot have lines of its own.")
    return head.encode("latin-1") + b"\r\n\r\n" + (content or b"")


def _answer(stream: BufferedReader, method: str, most: int) -> tuple[int, Headers, bytes, bool]:
    """Status, headers, body, and whether the connection may be used again."""
    status, headers, keeps = _head(stream)
    if method == "HEAD" or status in BODILESS:
        return status, headers, b"", keeps
    if (headers.get("Transfer-Encoding") or "").lower() == "chunked":
        return status, headers, b"".join(_chunks(stream, most)), keeps
    if (length := headers.get("Content-Length")) is not None:
        return status, headers, _exactly(stream, int(length), most), keeps
    body = stream.read(most + 1)
    if len(body) > most:
        raise TooLarge
    return status, headers, body, False


def _head(stream: BufferedReader) -> tuple[int, Headers, bool]:
    first, *lines = _head_lines(stream)
    version, status, *_ = first.split(" ", 2)
    if not version.startswith("HTTP/1.") or len(status) != 3:
        raise ValueError("This is no answer.")
    headers, code = Headers(), int(status)
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or "\r" in line or "\n" in line:
            raise ValueError("This is no header.")
        known = name.lower()
        headers[known] = f"{headers[known]}, {value.strip()}" if known in headers else value.strip()
    if 100 <= code < 200:
        return _head(stream)
    keeps = version == "HTTP/1.1" and "close" not in (headers.get("Connection") or "").lower()
    return code, headers, keeps


def _head_lines(stream: BufferedReader) -> list[str]:
    """The lines up to the empty one; most often all of them have come at once."""
    end = stream.peek(1).find(END)
    if end >= 0:
        return str(stream.read(end + len(END))[:end], "latin-1").split("\r\n")
    lines: list[str] = []
    while (line := stream.readline(LARGEST_LINE)) != b"\r\n":
        if not line.endswith(b"\r\n") or len(lines) > MOST_LINES:
            raise ValueError("This is no head.")
        lines.append(str(line[:-2], "latin-1"))
    return lines or [""]


def _chunks(stream: BufferedReader, most: int) -> list[bytes]:
    chunks: list[bytes] = []
    while size := int(stream.readline(LARGEST_LINE).split(b";", 1)[0], 16):
        most -= size
        chunks.append(_exactly(stream, size, size + most))
        stream.readline(LARGEST_LINE)
    while stream.readline(LARGEST_LINE) not in (b"\r\n", b""):
        pass
    return chunks


def _exactly(stream: BufferedReader, size: int, most: int) -> bytes:
    if size > most:
        raise TooLarge
    if size < 0:
        raise ValueError("A length is not negative.")
    body = stream.read(size)
    if len(body) != size:
        raise ValueError("The body ended early.")
    return body


def _is_silent(line: socket.socket) -> bool:
    """Whether nothing waits to be read. Looked at beneath eventlet's socket, for looking is no waiting."""
    real: socket.socket = getattr(line, "fd", line)
    before = real.gettimeout()
    real.settimeout(0)
    try:
        real.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        real.settimeout(before)
    return False
