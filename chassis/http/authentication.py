"""Who asks: the actor token in `Authorization: Bearer …`; without one, nobody in particular."""

from collections.abc import Callable
from dataclasses import replace

from flask import Flask, g, request

from chassis.actor import ANONYMOUS, Actor
from chassis.http.current import correlation_id
from chassis.http.tokens import ActorTokens
from chassis.problems import Unauthorised

Authenticate = Callable[[], Actor]


def register(app: Flask, authenticate: Authenticate) -> None:
    """Find out at the start of each request who asks."""

    def identify() -> None:
        # An unknown address is a 404 to everybody: nobody has to sign in to be told so.
        if request.url_rule is not None:
            g.workstead_actor = replace(authenticate(), correlation_id=correlation_id())

    app.before_request(identify)


def by_token(tokens: ActorTokens, service: str) -> Authenticate:
    """The way of a service behind the gateway."""

    def authenticate() -> Actor:
        header = request.headers.get("Authorization")
        return ANONYMOUS if header is None else bearer_of(header, tokens, service)

    return authenticate


def bearer_of(header: str, tokens: ActorTokens, service: str) -> Actor:
    """Whose token an Authorization header bears; 401 where it bears none that is good."""
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthorised("Send your token as: Authorization: Bearer …")
    return tokens.verify(token.strip(), audience=service)
