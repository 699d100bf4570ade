"""A client that asks one service as an actor, through its whole app: token, access, transaction, problems."""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from chassis.actor import Actor
from chassis.http.app import BODY_LIMIT, create_app
from chassis.http.tokens import ActorTokens
from chassis.keys import SIGNER, KeyFolder, Keyring

if TYPE_CHECKING:
    from chassis.context import ServiceContext

_apps: "OrderedDict[ServiceContext, Flask]" = OrderedDict()
"""The apps used last, each by the context that it was built on."""
KEPT = 16
_building = Lock()


class Client:
    """Asks as one actor; each request carries a fresh token, as the gateway would send it."""

    def __init__(self, context: "ServiceContext", app: Flask, actor: Actor) -> None:
        self.context = context
        self.actor = actor
        self._http: FlaskClient = app.test_client()

    def get(self, path: str, **headers: str) -> TestResponse:
        """Ask. A header is written as `If_None_Match=…`."""
        return self.open("GET", path, **headers)

    def post(self, path: str, json: Any = None, **headers: str) -> TestResponse:
        """Have something done; without `json` the body is empty."""
        return self.open("POST", path, json, **headers)

    def patch(self, path: str, json: Any = None, **headers: str) -> TestResponse:
        """Change something."""
        return self.open("PATCH", path, json, **headers)

    def put(self, path: str, json: Any = None, **headers: str) -> TestResponse:
        """Replace something."""
        return self.open("PUT", path, json, **headers)

    def delete(self, path: str, json: Any = None, **headers: str) -> TestResponse:
        """Take something away."""
        return self.open("DELETE", path, json, **headers)

    def open(self, method: str, path: str, json: Any = None, **headers: str) -> TestResponse:
        """Any request."""
        body = {} if json is None else {"json": json}
        return self.send(method, path, headers, **body)

    def send(self, method: str, path: str, headers: Mapping[str, str], **body: Any) -> TestResponse:
        """Any request with any body: `data=…, content_type=…`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._http.open(path, method=method, headers=self._token() | named, **body)

    def _token(self) -> dict[str, str]:
        if self.actor.kind == "anonymous":
            return {}
        token = signer(self.context).mint(self.actor, audience=self.context.name)
        return {"Authorization": f"Bearer {token}"}


def client_for(context: "ServiceContext", service_class: type, actor: Actor) -> Client:
    """A client of that service as that actor. The app is built once per context."""
    return Client(context, kept_app(context, service_class), actor)


def kept_app(context: "ServiceContext", service_class: type) -> Flask:
    """The app of this context, built where it has none yet."""
    # One thread builds it: CPython 3.11 cannot read the source of two sets of routes at once (a SystemError).
    with _building:
        if context not in _apps:
            _apps[context] = app_of(context, service_class)
            while len(_apps) > KEPT:
                _apps.popitem(last=False)
        _apps.move_to_end(context)
        return _apps[context]


def has_app(context: "ServiceContext") -> bool:
    """Whether an app was built on it, and is still kept."""
    return context in _apps


def signer(context: "ServiceContext") -> ActorTokens:
    """What signs tokens for this instance, as the gateway does."""
    folder = KeyFolder(context.settings.keys_folder, context.settings.secret)
    if not folder.private_file(SIGNER).exists():
        folder.ensure([SIGNER])
    return ActorTokens(f"workstead:{context.org}", Keyring(SIGNER, folder))


def app_of(context: "ServiceContext", service_class: type) -> Flask:
    """The service's Flask app, as the runner would build it."""
    if (make_app := getattr(service_class, "make_app", None)) is not None:
        return cast(Flask, make_app(context))
    limit = getattr(service_class, "body_limit", BODY_LIMIT)
    return create_app(context, getattr(service_class, "blueprints", ()), body_limit=limit)
