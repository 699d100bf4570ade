"""py-amqp's socket, with fewer calls of the system.

By itself py-amqp reads a frame in two calls, six for a message, and writes each message in one. Here a read
takes what has arrived, and a writer may hold several messages back and send them together.
"""

import fcntl
import termios
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

PIECE = 8192
"""Bytes that are read at once: more would be copied about for each frame that is in them."""
MOST_HELD = 65_536
"""Bytes that are held back at most."""


class Buffering:
    """Stands between a transport of py-amqp and its socket."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self._receive, self._send = transport._quick_recv, transport._write
        self._held = bytearray()
        self._holds = False
        # The heartbeat's greenlet must not speak in the middle of a piece that takes its time to go out.
        self._speaking = threading.Lock()
        transport._quick_recv = self._receive_more
        transport._write = self._write

    @property
    def has_more(self) -> bool:
        """Whether anything has arrived that nobody has looked at: whole frames, or a part of one."""
        return bool(self._transport._read_buffer) or self._unread() > 0

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is written meanwhile goes out together, at the end or when it becomes much."""
        self._holds = True
        try:
            yield
        finally:
            self._holds = False
            self._flush()

    def _unread(self) -> int:
        """Bytes that the system has for us, or that have been deciphered."""
        sock = self._transport.sock
        deciphered = sock.pending() if hasattr(sock, "pending") else 0
        waiting = fcntl.ioctl(sock.fileno(), termios.FIONREAD, bytes(4))
        return deciphered + int.from_bytes(waiting, "little")

    def _receive_more(self, least: int) -> bytes:
        received: bytes = self._receive(max(least, PIECE))
        return received

    def _write(self, data: Any) -> None:
        if not self._holds:
            self._say(data)
            return
        self._held += data
        if len(self._held) > MOST_HELD:
            self._flush()

    def _flush(self) -> None:
        if self._held:
            held, self._held = self._held, bytearray()
            self._say(held)

    def _say(self, data: Any) -> None:
        with self._speaking:
            self._send(data)
