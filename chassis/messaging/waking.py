"""Waking a loop that waits on file descriptors, from anywhere in the process."""

import contextlib
import os
import select
from typing import Protocol


class Waitable(Protocol):
    """Something that can be waited on: a socket, a connection, a waker."""

    def fileno(self) -> int:
        """Its file descriptor."""


class Waker:
    """A bell that can be waited for together with sockets: `select` says when it has rung."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(self._write, False)
        self._rung = False
        self._closed = False

    def fileno(self) -> int:
        """What to wait on."""
        return self._read

    def ring(self) -> None:
        """Wake whoever waits, now or next time."""
        # Not os.write, before which eventlet would have us wait, and where two who ring at once are an error.
        if not self._rung and not self._closed:
            self._rung = True
            os.writev(self._write, [b"."])

    def hush(self) -> None:
        """Take note that it has rung; look for work after this, not before."""
        # Not os.read, which eventlet would have wait for more. First the bytes, then the mark: whoever rings
        # in between is heard, because work is looked for afterwards.
        with contextlib.suppress(BlockingIOError):
            os.readv(self._read, [bytearray(64)])
        self._rung = False

    def wait(self, seconds: float | None, *others: Waitable) -> list[Waitable]:
        """Wait until it rings, or one of these others can be read, or for so long. Which can be read."""
        ready, _, _ = select.select([self, *others], [], [], seconds)
        self.hush()
        return ready

    def close(self) -> None:
        """Ring no more."""
        if not self._closed:
            self._closed = True
            os.close(self._write)
            os.close(self._read)
