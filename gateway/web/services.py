"""The way from the gateway to each service: pooled HTTP, an actor token made for each call, bounded in
time.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
    TimeoutError,
)

from chassis import tracing
from chassis.actor import Actor
from chassis.http import ActorTokens
from chassis.ids import new_id
from chassis.problems import BadRequest, NotFound, Problem
from chassis.tls import Contexts
from gateway.web.audience import Audience
from gateway.web.lines import Lines, TooLarge
from gateway.web.passes import Passes
from gateway.web.pools import Pools
from gateway.web.replicas import Replicas

CONNECT_SECONDS = 2.0
READ_SECONDS = 10.0
LARGEST_ANSWER = 32 * 1024 * 1024
SAFE = frozenset(("GET", "HEAD"))
KEY = "Idempotency-Key"


PATH = re.compile(r"(?:/[A-Za-z0-9_~!$&'()*+,;=:@.-]*)+")
HEADER = re.compile(r"[ -~]{1,1000}")


class Away(Problem):
    """A service does not answer; it is ours to mend, and what was asked can be asked again."""

    status, code, title = 503, "service-away", "This part of the service is away just now"


@dataclass(frozen=True)
class Answer:
    """What a service answered, whatever its status."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""

    @cached_property
    def body(self) -> Any:
        """The parsed JSON, or None where there is none; bytes for anything that is no JSON."""
        if not self.content:
            return None
        return json.loads(self.content) if "json" in (self.header("Content-Type") or "") else self.content

    def header(self, name: str) -> str | None:
        """A header of the answer."""
        return self.headers.get(name)


class Services:
    """Asks services on behalf of an actor. `url_of` tells where a service answers, at several addresses with
    commas between them if it has replicas, or None if nobody knows.
    """

    def __init__(
        self,
        url_of: Callable[[str], str | None],
        tokens: ActorTokens,
        audience: Audience,
        size: int = 32,
        secrecy: Contexts | None = None,
    ) -> None:
        self._url_of = url_of
        self.passes = Passes(tokens, audience)
        self._lines: dict[str, Lines] = {}
        self._pools = Pools(size, secrecy)
        self._replicas: dict[str, Replicas] = {}

    def knows(self, service: str) -> bool:
        """Whether there is such a service in this instance."""
        return self._url_of(service) is not None

    def ask(
        self,
        service: str,
        method: str,
        path: str,
        *,
        actor: Actor,
        json: Any = None,
        query: Mapping[str, Any] | None = None,
        key: str | None = None,
        version: str | None = None,
        timeout: float = READ_SECONDS,
    ) -> Answer:
        """Ask with a JSON body. A POST carries a key, so that it can be sent again and happen once.

        Raises BadRequest for what cannot stand in a header, NotFound for what would be another address.
        """
        require_plain(path, key, version)
        headers = {"Accept": "application/json"}
        content = None
        if json is not None:
            headers["Content-Type"], content = "application/json", _encoded(json)
        if method == "POST":
            headers[KEY] = key or str(new_id())
        if version:
            headers["If-Match"] = version
        given = {name: value for name, value in (query or {}).items() if value is not None}
        target = f"{path}?{urlencode(given, doseq=True)}" if given else path
        return self.send(
            service, method, target, actor=actor, headers=headers, content=content, timeout=timeout
        )

    def send(
        self,
        service: str,
        method: str,
        target: str,
        *,
        actor: Actor,
        headers: Mapping[str, str],
        content: bytes | None = None,
        timeout: float = READ_SECONDS,
        session: UUID | None = None,
    ) -> Answer:
        """Send a request as it is, with an actor token; the requests of a session share theirs for a moment.
        Raises Away with 502, 503 or 504.
        """
        replicas = self._replicas_of(service)
        sent = {**headers, **self._as(actor, service, session)}
        try:
            return self._sent(replicas, method, target, sent, content, timeout)
        except HTTPError as error:
            raise _away(service, error) from error

    def _replicas_of(self, service: str) -> Replicas:
        addresses = self._url_of(service)
        if addresses is None:
            raise Away(f"There is no service named {service} here.", status=503)
        if (found := self._replicas.get(addresses)) is None:
            found = self._replicas[addresses] = Replicas(addresses)
        return found

    def _sent(
        self,
        replicas: Replicas,
        method: str,
        target: str,
        headers: Mapping[str, str],
        content: bytes | None,
        timeout: float,
    ) -> Answer:
        """Ask one replica, and the next where there was no connection. One that broke off may have done what
        was asked: only what may be asked twice is then asked once more, for a pooled connection may have been
        closed a moment ago.
        """
        once_more = method in SAFE or KEY in headers
        left = replicas.in_turn()
        while True:
            address = left.popleft()
            try:
                return self._asked(address, method, target, headers, content, timeout)
            except (NewConnectionError, ConnectTimeoutError):
                replicas.missed(address)
                if not left:
                    raise
            except ReadTimeoutError:
                replicas.missed(address)
                raise
            except ProtocolError:
                if not once_more:
                    raise
                once_more = False
                left.append(address)

    def _asked(
        self,
        address: str,
        method: str,
        target: str,
        headers: Mapping[str, str],
        content: bytes | None,
        timeout: float,
    ) -> Answer:
        """Over TLS by urllib3; within one machine or a closed network by lines of our own."""
        connect = min(CONNECT_SECONDS, timeout)
        if not address.startswith("http://"):
            limits = urllib3.Timeout(connect=connect, read=timeout)
            rest: dict[str, Any] = {"body": content, "headers": headers, "timeout": limits, "redirect": False}
            return _answer(
                self._pools.current().request(method, address + target, preload_content=False, **rest)
            )
        if (lines := self._lines.get(address)) is None:
            lines = self._lines[address] = Lines(address)
        try:
            return Answer(
                *lines.ask(
                    method, target, headers, content, connect=connect, read=timeout, most=LARGEST_ANSWER
                )
            )
        except TooLarge:
            raise _too_large() from None

    def _as(self, actor: Actor, service: str, session: UUID | None) -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self.passes.token(actor, service, session)}"}
        if actor.correlation_id:
            headers["X-Correlation-Id"] = actor.correlation_id
        if traceparent := tracing.current():
            headers["traceparent"] = traceparent
        return headers


def _answer(response: urllib3.BaseHTTPResponse) -> Answer:
    """Read it to its end, so that the connection goes back to the pool; one without end is cut off."""
    content = response.read(LARGEST_ANSWER + 1, decode_content=True)
    if len(content) > LARGEST_ANSWER:
        response.close()
        raise _too_large()
    response.release_conn()
    return Answer(response.status, response.headers, content)


def _too_large() -> Away:
    return Away("The answer is too large.", status=502, code="too-large-an-answer")


def _away(service: str, error: HTTPError) -> Away:
    again = "Try again in a moment."
    if isinstance(error, NewConnectionError):
        return Away(f"{service.capitalize()} is not running just now. {again}")
    if isinstance(error, TimeoutError):
        return Away(f"{service.capitalize()} took too long to answer. {again}", status=504, code="too-slow")
    return Away(f"{service.capitalize()} broke off. {again}", status=502, code="broke-off")


def _encoded(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def require_plain(path: str, *in_headers: str | None) -> None:
    """Parts of a page's address and hidden fields of its forms come from outside: none may become more than
    the part of an address, or the header, that it is meant to be.
    """
    if not PATH.fullmatch(path) or "/." in path:
        raise NotFound("There is nothing at this address.")
    if not all(value is None or HEADER.fullmatch(value) for value in in_headers):
        raise BadRequest("Go back, load the page again, and send it once more.", code="odd-form")
