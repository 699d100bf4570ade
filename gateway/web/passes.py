"""The actor tokens with which services are asked. A session's token for a service is used again for a part of
its life: to sign one and to check it costs more than what most questions ask for.
"""

import time
from uuid import UUID

from chassis.actor import Actor
from chassis.http import ActorTokens
from gateway.web.audience import Audience

REUSED_FOR = 20.0
"""Seconds, of the sixty for which a token is good: what is asked just before has time to arrive."""
KEPT_AT_MOST = 5000


class Passes:
    """Mints tokens, and keeps those of sessions for a moment, in this process alone."""

    def __init__(self, tokens: ActorTokens, audience: Audience) -> None:
        self._tokens = tokens
        self._audience = audience
        self._kept: dict[tuple[object, ...], tuple[float, str]] = {}

    def token(self, actor: Actor, service: str, session: UUID | None) -> str:
        """A token that tells this service who asks. Only requests of one session share it, in which all
        that it says is the same: a role that comes or goes, or another organisation, makes another one.
        """
        if session is None:
            return self._minted(actor, service)
        said = (session, service, actor.kind, actor.id, actor.org, actor.roles)
        key = (*said, actor.person_id, actor.acting_for, actor.name)
        kept = self._kept.get(key)
        if kept is None or kept[0] < time.monotonic():
            kept = self._keep(key, self._minted(actor, service))
        return kept[1]

    def forget(self) -> None:
        """Something about sessions or roles has changed."""
        self._kept.clear()

    def _minted(self, actor: Actor, service: str) -> str:
        return self._tokens.mint(self._audience.actor_for(actor, service), audience=service)

    def _keep(self, key: tuple[object, ...], token: str) -> tuple[float, str]:
        if len(self._kept) >= KEPT_AT_MOST:
            self._kept.clear()
        self._kept[key] = (time.monotonic() + REUSED_FOR, token)
        return self._kept[key]
