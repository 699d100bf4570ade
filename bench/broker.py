"""A RabbitMQ node for one figure, of which nothing is left afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.processes import Failed
from chassis.testing.rabbitmq import DEBIAN, PREFIX, PrivateNode

ADVICE = (
    "RabbitMQ is not installed. On Debian or Ubuntu: apt-get install rabbitmq-server;"
    " on macOS: brew install rabbitmq."
)


@contextmanager
def private_node() -> Iterator[str]:
    """Start one; its AMQP URL."""
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    folder.chmod(0o711)
    node = PrivateNode(_server(), folder)
    try:
        node.start()
        yield node.url
    finally:
        node.remove()


def _server() -> Path:
    """Debian's own script asks for a shell of the user rabbitmq, so the one behind it is taken."""
    places = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin"
    found = str(DEBIAN) if DEBIAN.exists() else shutil.which("rabbitmq-server", path=places)
    if found is None:
        raise Failed(ADVICE)
    return Path(found).resolve()
