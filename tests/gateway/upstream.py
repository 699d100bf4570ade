"""A stand-in for the services: real HTTP on loopback that says what a test tells it to, and remembers."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

from werkzeug import Request, Response
from werkzeug.serving import make_server

from chassis.actor import Actor
from chassis.http import ActorTokens

SERVICES = ("casework", "marketplace", "community", "notify", "mi", "exchange")


@dataclass(frozen=True)
class Asked:
    """A request that reached a service."""

    service: str
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    content: bytes
    actor: Actor | None

    @property
    def json(self) -> Any:
        """The parsed body."""
        return json.loads(self.content) if self.content else None


@dataclass
class Upstream:
    """All services at one address; each under its own path."""

    port: int = 0
    tokens: ActorTokens | None = None
    asked: list[Asked] = field(default_factory=list)
    answers: dict[tuple[str, str, str], Callable[[Request], Response]] = field(default_factory=dict)
    hold: Event = field(default_factory=Event)

    @property
    def urls(self) -> dict[str, str]:
        """Where the gateway finds each service."""
        return {service: f"http://127.0.0.1:{self.port}/{service}" for service in SERVICES}

    def says(
        self, service: str, method: str, path: str, body: Any = None, status: int = 200, **headers: str
    ) -> None:
        """Answer so from now on. A body that is a function makes the answer from the request."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = "application/problem+json" if status >= 400 else "application/json"

        def answer(request: Request) -> Response:
            if callable(body):
                return body(request)  # type: ignore[no-any-return]
            content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body)
            return Response(content, status, {"Content-Type": kind} | named)

        self.answers[service, method, path] = answer

    def refuses(self, service: str, method: str, path: str, status: int = 422, **errors: list[str]) -> None:
        """Refuse so from now on, field by field."""
        problem = {"status": status, "code": "invalid", "title": "No", "detail": "Look at your answers."}
        self.says(service, method, path, problem | ({"errors": errors} if errors else {}), status)

    def is_slow(self, service: str, path: str) -> None:
        """Do not answer this question until the test is over."""

        def wait(_: Request) -> Response:
            self.hold.wait(10)
            return Response("{}", 200, {"Content-Type": "application/json"})

        self.answers[service, "GET", path] = wait

    def heard(self, service: str, method: str, path: str) -> list[Asked]:
        """What reached that address."""
        return [a for a in self.asked if (a.service, a.method, a.path) == (service, method, path)]

    @property
    def last(self) -> Asked:
        """What was asked last."""
        return self.asked[-1]

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Serve one request."""
        request = Request(environ)
        _, service, rest = (request.path + "/").split("/", 2)
        path = f"/{rest.rstrip('/')}"
        self.asked.append(self._asked(request, service, path))
        answer = self.answers.get((service, request.method, path), _nothing)
        return answer(request)(environ, start_response)

    def _asked(self, request: Request, service: str, path: str) -> Asked:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        actor = self.tokens.verify(token, service) if self.tokens and token else None
        return Asked(
            service,
            request.method,
            path,
            request.args.to_dict(),
            dict(request.headers),
            request.get_data(),
            actor,
        )


def _nothing(_: Request) -> Response:
    problem = {"status": 404, "code": "not-found", "title": "Nothing", "detail": "There is nothing here."}
    return Response(json.dumps(problem), 404, {"Content-Type": "application/problem+json"})


class StandIn:
    """The server of the stand-in; each test has an upstream of its own behind it."""

    port = 0

    def __init__(self) -> None:
        self._acting = Upstream()

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Serve one request."""
        return self._acting(environ, start_response)

    @contextmanager
    def acting(self) -> Iterator[Upstream]:
        """The services, until the test is over."""
        self._acting = upstream = Upstream(self.port)
        try:
            yield upstream
        finally:
            upstream.hold.set()


@contextmanager
def serving() -> Iterator[StandIn]:
    """The stand-in, until all tests are over."""
    stand_in = StandIn()
    server = make_server("127.0.0.1", 0, stand_in, threaded=True)
    server.daemon_threads = True
    stand_in.port = server.server_port
    thread = Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
