"""Asks the services of this container whether they are ready: `python -m chassis.probe` ends with 0 if so.

It knows them by the settings of their ports and certificates, and imports next to nothing, for it is run
every few seconds.
"""

import http.client
import os
import re
import ssl
import sys
from collections.abc import Iterator, Mapping

SECONDS = 4.0
PORT = re.compile(r"WORKSTEAD_([A-Z]+_)?PORT")


def connections(environ: Mapping[str, str]) -> Iterator[http.client.HTTPConnection]:
    """One to each service that listens here: to the door as the public, to others as one of the parts."""
    for name, value in environ.items():
        if (found := PORT.fullmatch(name)) and value.strip():
            inside = found[1] is not None
            if environ.get("WORKSTEAD_TLS_CERT" if inside else "WORKSTEAD_PUBLIC_TLS_CERT"):
                context = _ourselves(environ, inside)
                yield http.client.HTTPSConnection("127.0.0.1", int(value), timeout=SECONDS, context=context)
            else:
                yield http.client.HTTPConnection("127.0.0.1", int(value), timeout=SECONDS)


def is_ready(connection: http.client.HTTPConnection) -> bool:
    """Whether the service there can answer requests."""
    try:
        connection.request("GET", "/health/ready")
        answer = connection.getresponse()
        print(answer.status, answer.read().decode())  # noqa: T201  # what `docker inspect` shows
    except (OSError, http.client.HTTPException) as error:
        print(f"port {connection.port}: {error}")  # noqa: T201  # the same
        return False
    finally:
        connection.close()
    return answer.status == 200


def main() -> None:
    """Ask all of them."""
    found = list(connections(os.environ))
    sys.exit(0 if found and all(map(is_ready, found)) else 1)


def _ourselves(environ: Mapping[str, str], inside: bool) -> ssl.SSLContext:
    """We ask ourselves, in the container's own loopback, whatever name the certificate is for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    if inside:
        context.load_cert_chain(environ["WORKSTEAD_TLS_CERT"], environ["WORKSTEAD_TLS_KEY"])
    return context


if __name__ == "__main__":
    main()
