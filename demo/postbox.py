"""A real SMTP server that keeps each message as a file: `python -m demo.postbox PORT FOLDER [ADDRESS]`."""

import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller


class Postbox:
    """Writes every message that arrives to `folder`, numbered in order of arrival."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.count = len(list(folder.glob("*.eml")))

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep the message; the name is aiosmtpd's."""
        self.count += 1
        (self.folder / f"{self.count:04d}.eml").write_bytes(envelope.content)
        return "250 Message kept"


class PostboxProcess:
    """The same, in a process of its own; `url` is where to send to."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.url = folder, f"smtp://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "demo.postbox", str(port), str(folder)], start_new_session=True
        )

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(10)


def main() -> None:
    """Serve until told to stop, for this machine alone unless an address is given."""
    port, folder, address = int(sys.argv[1]), Path(sys.argv[2]), (*sys.argv[3:], "127.0.0.1")[0]
    controller = Controller(Postbox(folder), hostname=address, port=port)
    controller.start()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()
    controller.stop()


if __name__ == "__main__":
    main()
