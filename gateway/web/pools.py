"""The connections to services that are kept for the next question."""

import ssl
from typing import Any

import urllib3

from chassis.tls import Contexts

POOLS = 64
"""As many addresses have connections kept."""


class Pools:
    """Kept connections; over TLS, made with the certificates of this moment."""

    def __init__(self, size: int, secrecy: Contexts | None) -> None:
        self._size = size
        self._secrecy = secrecy
        self._context = secrecy.current() if secrecy else None
        self._manager = self._made(self._context)

    def current(self) -> urllib3.PoolManager:
        """Where to ask. Once a certificate has been renewed, new connections are made with it."""
        if self._secrecy is not None and (context := self._secrecy.current()) is not self._context:
            self._context, self._manager = context, self._made(context)
        return self._manager

    def _made(self, context: ssl.SSLContext | None) -> urllib3.PoolManager:
        given: dict[str, Any] = {} if context is None else {"ssl_context": context}
        return urllib3.PoolManager(num_pools=POOLS, maxsize=self._size, retries=False, **given)
