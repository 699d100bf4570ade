"""Casework asked past the gateway, as anybody: with actor tokens signed by the instance's own key."""

from typing import Any

import requests
from suites import SECRET, Performance

from chassis.actor import Actor
from chassis.http.tokens import ActorTokens
from chassis.keys import SIGNER, Keyring

SERVICE = "casework"


class Inside:
    """What is asked here comes in by the door of the service: token, access, transaction, policy."""

    def __init__(self, performance: Performance) -> None:
        self._base = performance.services[SERVICE]
        keyring = Keyring.load(performance.suite.home / "keys", SIGNER, SECRET)
        self._tokens = ActorTokens("workstead:northbridge", keyring)
        self._http = requests.Session()

    def ask(self, actor: Actor, method: str, path: str, body: Any = None, **query: str) -> requests.Response:
        """What it answers to this actor."""
        headers = {"If-Match": '"of another time"'} if method in ("PATCH", "PUT") else {}
        if actor.kind != "anonymous":
            headers["Authorization"] = f"Bearer {self._tokens.mint(actor, SERVICE)}"
        sent = {} if method == "GET" else {"json": {} if body is None else body}
        return self._http.request(
            method, self._base + path, headers=headers, params=query, timeout=20, **sent
        )
