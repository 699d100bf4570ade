"""A virus scanner that speaks clamd's protocol truthfully, and knows one virus: the EICAR test file."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What every scanner takes for a virus, though it is none; in two pieces, so that none finds it here."""
MOST = 25 * 1024 * 1024
"""clamd's StreamMaxLength."""


@dataclass
class Scanner:
    """Where it listens, and what it was shown."""

    port: int
    seen: list[int] = field(default_factory=list)
    """The size of each stream."""

    @property
    def address(self) -> str:
        """As the setting wants it."""
        return f"127.0.0.1:{self.port}"

    def answer(self, wire: socket.socket) -> None:
        """One command on one connection, as clamd does without IDSESSION."""
        with wire, wire.makefile("rb") as stream:
            command = _until_nothing(stream)
            wire.sendall((self._streamed(stream) if command == b"zINSTREAM" else b"UNKNOWN COMMAND") + b"\0")

    def _streamed(self, stream: "socket.SocketIO") -> bytes:
        content = b""
        while True:
            (length,) = struct.unpack("!L", stream.read(4))
            if not length:
                break
            content += stream.read(length)
            if len(content) > MOST:
                return b"INSTREAM size limit exceeded. ERROR"
        self.seen.append(len(content))
        return b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"


def _until_nothing(stream: "socket.SocketIO") -> bytes:
    command = b""
    while (letter := stream.read(1)) not in (b"\0", b""):
        command += letter
    return command


@contextmanager
def scanning() -> Iterator[Scanner]:
    """The scanner, until the test is over."""
    listener = socket.create_server(("127.0.0.1", 0))
    scanner = Scanner(listener.getsockname()[1])

    def serve() -> None:
        while True:
            try:
                wire, _ = listener.accept()
            except OSError:
                return
            scanner.answer(wire)

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield scanner
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
