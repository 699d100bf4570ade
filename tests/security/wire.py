"""Bytes on a wire, as somebody would send them who wants to be read in two ways."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

SECONDS = 20.0


@contextmanager
def connected(base: str) -> Iterator[socket.socket]:
    """A bare connection to the server at this address."""
    at = urlsplit(base)
    with socket.create_connection((at.hostname or "", at.port or 80), timeout=SECONDS) as connection:
        yield connection


def said(base: str, sent: bytes) -> bytes:
    """All that the server says to these bytes, until it hangs up or has nothing more to say for a second."""
    with connected(base) as connection:
        connection.sendall(sent)
        return heard(connection)


def heard(connection: socket.socket, patience: float = 1.0) -> bytes:
    """What comes until the other side closes, or is silent for so long after it has spoken."""
    pieces: list[bytes] = []
    while True:
        connection.settimeout(patience if pieces else SECONDS)
        try:
            piece = connection.recv(65536)
        except TimeoutError:
            return b"".join(pieces)
        except ConnectionResetError:
            piece = b""
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)


def statuses(answer: bytes) -> list[int]:
    """The status of each answer in what was heard."""
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3})", answer)]
