"""Asks the services of this container whether they are ready: `python -m chassis.probe` ends with 0 if so.

It knows them by the settings of their ports, and imports next to nothing, for it is run every few seconds.
"""

import http.client
import os
import re
import sys
from collections.abc import Iterator, Mapping

SECONDS = 4.0
PORT = re.compile(r"WORKSTEAD_(?:[A-Z]+_)?PORT")


def ports(environ: Mapping[str, str]) -> Iterator[int]:
    """Where this container's services listen."""
    yield from (int(value) for name, value in environ.items() if PORT.fullmatch(name) and value.strip())


def is_ready(port: int) -> bool:
    """Whether the service that listens there can answer requests."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/health/ready")
        answer = connection.getresponse()
        print(answer.status, answer.read().decode())  # noqa: T201  # what `docker inspect` shows
    except (OSError, http.client.HTTPException) as error:
        print(f"port {port}: {error}")  # noqa: T201  # the same
        return False
    finally:
        connection.close()
    return answer.status == 200


def main() -> None:
    """Ask all of them."""
    found = list(ports(os.environ))
    sys.exit(0 if found and all(is_ready(port) for port in found) else 1)


if __name__ == "__main__":
    main()
