"""A person at the public API: signs in, asks and writes; patient with an instance that is restarting."""

import time
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

import requests

T = TypeVar("T")

#: Every write of the demo carries a key made from its name, so that playing it again changes nothing.
PLAY = uuid.UUID("6f1d7a52-0d2e-4c34-9a57-2b6f1f0f9a11")


class Refused(Exception):
    """The instance said no; the problem document is kept."""

    def __init__(self, method: str, path: str, status: int, problem: dict[str, Any]) -> None:
        self.status, self.problem = status, problem
        super().__init__(f"{method} {path} → {status}: {problem.get('detail') or problem}")


class NeverHappened(Exception):
    """Something that should have followed did not, within the time allowed."""


class Person:
    """One signed-in account, speaking JSON to the gateway.

    `patience` is how many seconds to keep trying while the instance does not answer; a write is sent again
    with the same idempotency key, so it takes effect once.
    """

    def __init__(self, base: str, email: str, password: str, *, patience: float = 30.0) -> None:
        self.base, self.email, self.password, self.patience = base.rstrip("/"), email, password, patience
        self.http = requests.Session()
        self.token: str | None = None

    def get(self, path: str, **query: Any) -> Any:
        """The body of a GET; `query` values that are None are left out."""
        return self._send("GET", path, params={k: v for k, v in query.items() if v is not None})

    def post(self, path: str, body: dict[str, Any] | None = None, *, key: str | None = None) -> Any:
        """POST once, whatever happens: `key` names the deed."""
        headers = {"Idempotency-Key": str(uuid.uuid5(PLAY, key) if key else uuid.uuid4())}
        return self._send("POST", path, json=body or {}, headers=headers)

    def sign_in(self) -> None:
        """Start a session; the token goes with every later call."""
        answer = self._answer("POST", "/api/sessions", json={"email": self.email, "password": self.password})
        if answer.status_code >= 400:
            raise Refused("POST", "/api/sessions", answer.status_code, _body(answer))
        self.token = answer.json()["token"]

    def _send(self, method: str, path: str, **rest: Any) -> Any:
        if self.token is None:
            self.sign_in()
        answer = self._authorised(method, path, **rest)
        if answer.status_code == 401:
            self.sign_in()
            answer = self._authorised(method, path, **rest)
        if answer.status_code >= 400:
            raise Refused(method, path, answer.status_code, _body(answer))
        return _body(answer)

    def _authorised(self, method: str, path: str, **rest: Any) -> requests.Response:
        headers = {**rest.pop("headers", {}), "Authorization": f"Bearer {self.token}"}
        return self._answer(method, path, headers=headers, **rest)

    def _answer(self, method: str, path: str, **rest: Any) -> requests.Response:
        """Try until the instance answers; 502 to 504 mean that a service is on its way back."""
        deadline = time.monotonic() + self.patience
        while True:
            try:
                answer = self.http.request(method, self.base + path, timeout=30, **rest)
                if answer.status_code not in (502, 503, 504) or time.monotonic() > deadline:
                    return answer
            except (requests.ConnectionError, requests.Timeout):
                if time.monotonic() > deadline:
                    raise
            time.sleep(0.1)


def _body(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return {"detail": answer.text[:200]} if answer.status_code >= 400 else answer.content


def until(check: Callable[[], T | None], what: str, within: float = 30.0) -> T:
    """Wait for what an event brings about; the first true value, or a plain failure."""
    deadline = time.monotonic() + within
    last: Refused | None = None
    while time.monotonic() < deadline:
        try:
            value = check()
        except Refused as refused:
            value, last = None, refused
        if value:
            return value
        time.sleep(0.05)
    raise NeverHappened(f"{what}: not within {within:.0f} seconds" + (f" ({last})" if last else ""))
