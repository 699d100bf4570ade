"""The services asked past the gateway, as anybody: with actor tokens signed by the instance's own key."""

from typing import Any

import requests
from suites import SECRET, Performance

from chassis.actor import Actor
from chassis.http.tokens import ActorTokens
from chassis.keys import SIGNER, Keyring


class Inside:
    """What is asked here comes in by the door of a service: token, access, transaction, policy."""

    def __init__(self, performance: Performance) -> None:
        self._services = performance.services
        keyring = Keyring.load(performance.suite.home / "keys", SIGNER, SECRET)
        self._tokens = ActorTokens("workstead:northbridge", keyring)
        self._http = requests.Session()

    def ask(self, service: str, actor: Actor, method: str, path: str, body: Any = None) -> requests.Response:
        """What that service answers to this actor."""
        headers = {"If-Match": '"of another time"'} if method in ("PATCH", "PUT") else {}
        if actor.kind != "anonymous":
            headers["Authorization"] = f"Bearer {self._tokens.mint(actor, service)}"
        sent = {} if method == "GET" else {"json": {} if body is None else body}
        return self._http.request(method, self._services[service] + path, headers=headers, timeout=20, **sent)
