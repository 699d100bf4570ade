"""The PostgreSQL that the suite brings with it: one server, in the data folder, for all of its services.

It is for one machine, and is started where no database is given. It speaks through a socket in the data
folder alone, and each service has a database and a role of its own.
"""

import atexit
from pathlib import Path

from chassis.store.embedded.commands import EmbeddedError, binaries
from chassis.store.embedded.server import EmbeddedServer

__all__ = ["EmbeddedError", "EmbeddedServer", "is_here", "release", "server_in"]


def is_here() -> bool:
    """Whether its programs are installed."""
    try:
        return bool(binaries())
    except EmbeddedError:
        return False


_servers: dict[Path, EmbeddedServer] = {}


def server_in(home: Path) -> EmbeddedServer:
    """The running server of that data folder; this process uses it until `release`."""
    home = home.absolute()
    if home not in _servers:
        server = EmbeddedServer(home)
        server.start()
        _servers[home] = server
    return _servers[home]


@atexit.register
def release() -> None:
    """This process is done with its embedded servers; one that nobody else uses is stopped.

    A process that ends by a signal has to call this itself.
    """
    while _servers:
        _servers.popitem()[1].stop()
