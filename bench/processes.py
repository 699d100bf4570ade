"""Modules of ours in processes of their own: told on standard input, answering on standard output."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

STEP_SECONDS = 120.0
"""The longest that one step of one round may take."""


class Failed(Exception):
    """A step went wrong, so there is nothing to be said about its speed."""


class Child:
    """`python -m module arguments`, started and given its task; killed when a step takes too long."""

    def __init__(self, module: str, *arguments: str, task: dict[str, Any]) -> None:
        self.module = module
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._in.write(json.dumps(task) + "\n")
        self._in.flush()

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def started(self) -> "Child":
        """Wait until it says that it is ready."""
        with self._limited():
            said = self._out.readline().strip()
        if said != "ready":
            raise Failed(f"{self.module} did not start.")
        return self

    def answer(self) -> dict[str, Any]:
        """Wait until it ends; what it said."""
        with self._limited():
            said = self._out.read()
            self._process.wait()
        if self._process.returncode:
            raise Failed(f"{self.module} ended with {self._process.returncode}.")
        found: dict[str, Any] = json.loads(said)
        return found

    def end(self) -> None:
        """See that it is gone."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    @contextmanager
    def _limited(self) -> Iterator[None]:
        limit = threading.Timer(STEP_SECONDS, self._process.kill)
        limit.start()
        try:
            yield
        finally:
            limit.cancel()

    @property
    def _in(self) -> IO[str]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def _out(self) -> IO[str]:
        assert self._process.stdout is not None
        return self._process.stdout


@contextmanager
def child(module: str, *arguments: str, **task: Any) -> Iterator[Child]:
    """Such a process, which does not outlive the block."""
    one = Child(module, *arguments, task=task)
    try:
        yield one
    finally:
        one.end()


def task() -> dict[str, Any]:
    """In the process itself: what it is to do."""
    found: dict[str, Any] = json.loads(sys.stdin.readline())
    return found


def ready() -> None:
    """In the process itself: it can begin."""
    print("ready", flush=True)


def say(**found: Any) -> None:
    """In the process itself: what came of it."""
    print(json.dumps(found), flush=True)
