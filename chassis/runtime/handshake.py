"""The beginning of a connection over TLS, in its own greenlet: who is slow or a stranger holds up nobody."""

from typing import Any

import eventlet
import structlog

from chassis.tls import Contexts

HANDSHAKE_SECONDS = 10.0

log = structlog.get_logger("workstead.http")


def secured(sock: Any, contexts: Contexts) -> Any:
    """The connection once both sides have shown who they are. Raises OSError where they do not, in time."""
    try:
        with eventlet.Timeout(HANDSHAKE_SECONDS, TimeoutError("It took too long.")):
            return contexts.current().wrap_socket(sock, server_side=True)
    except OSError as error:
        log.info("no handshake", error=str(error))
        raise
