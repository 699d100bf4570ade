"""ClamAV's clamd, asked over TCP by its INSTREAM command: what is in these bytes?

The answer is `stream: OK`, `stream: <name> FOUND` or an error. Its own documentation of the protocol is the
manual page clamd(8).
"""

import socket
import struct
from dataclasses import dataclass

CHUNK = 64 * 1024
SECONDS = 30.0
"""So long a file of the largest size may take."""


class ScannerAway(Exception):
    """The scanner cannot be asked just now, or did not say what it found."""


@dataclass(frozen=True)
class Clamd:
    """Where clamd listens."""

    host: str
    port: int

    @classmethod
    def at(cls, address: str) -> "Clamd":
        """From `host:port`; 3310 where no port is given."""
        host, _, port = address.rpartition(":") if ":" in address else (address, "", "3310")
        return cls(host, int(port))

    def scan(self, content: bytes) -> str | None:
        """What it found, by the scanner's name for it; None for a clean file. Raises ScannerAway."""
        try:
            with socket.create_connection((self.host, self.port), SECONDS) as wire:
                wire.sendall(b"zINSTREAM\0")
                for start in range(0, len(content), CHUNK):
                    piece = content[start : start + CHUNK]
                    wire.sendall(struct.pack("!L", len(piece)) + piece)
                wire.sendall(struct.pack("!L", 0))
                return _read(_answer(wire))
        except OSError as error:
            raise ScannerAway(type(error).__name__) from error


def _answer(wire: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and (piece := wire.recv(4096)):
        said += piece
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()


def _read(answer: str) -> str | None:
    words = answer.removeprefix("stream: ")
    if words == "OK":
        return None
    if words.endswith(" FOUND"):
        return words.removesuffix(" FOUND")
    raise ScannerAway(answer[:200] or "no answer")
