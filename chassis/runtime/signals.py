"""Waits for SIGTERM and SIGINT in a process of greenlets.

A handler may not switch greenlets, and the hub may rest in the kernel for a minute: so Python writes each
signal into a socket, and a greenlet that reads it wakes at once.
"""

import signal
from types import FrameType

from eventlet.green import socket

SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Signals:
    """The signals to stop that this process has been sent."""

    def __init__(self) -> None:
        self._read, write = socket.socketpair()
        write.setblocking(False)
        self._write = write
        signal.set_wakeup_fd(write.fileno(), warn_on_full_buffer=False)
        for number in SIGNALS:
            signal.signal(number, _noted)

    def wait(self) -> str:
        """Wait for the next one, and return its name."""
        while True:
            for number in self._read.recv(1):
                if number in SIGNALS:
                    return signal.Signals(number).name


def _noted(_: int, __: FrameType | None) -> None:
    """The default of SIGTERM would skip all clearing up; the byte in the socket says the rest."""
