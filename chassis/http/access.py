"""Each route says who may come in, by exactly one of these decorators; an app with a route that does not is
not built. What an actor may then do, to which record, is the service's own policy.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from chassis.actor import Actor, Kind
from chassis.problems import Forbidden, Unauthorised

View = TypeVar("View", bound=Callable[..., Any])

_ATTRIBUTE = "workstead_access"
_NAMED: frozenset[Kind] = frozenset(("person", "client", "system"))


@dataclass(frozen=True)
class Access:
    """Who may come in by a route."""

    kinds: frozenset[Kind]
    roles: frozenset[str] = frozenset()
    """Any one of these is needed; none means that the kind of actor is enough."""

    def admit(self, actor: Actor) -> None:
        """Go on only with an actor who may come in: 401 to whoever is nobody, 403 to whoever is another."""
        if actor.kind == "anonymous" and actor.kind not in self.kinds:
            raise Unauthorised("Sign in to do this.")
        if actor.kind not in self.kinds or (self.roles and not actor.has(*self.roles)):
            raise Forbidden("Your role does not allow this.")

    @property
    def is_public(self) -> bool:
        """Whether nobody has to sign in."""
        return "anonymous" in self.kinds


def roles(*names: str) -> Callable[[View], View]:
    """Whoever is signed in with any of these roles."""
    if not names:
        raise TypeError("roles() needs at least one role; signed_in is for any of them.")
    return _marking(Access(_NAMED, frozenset(names)))


def clients(*names: str) -> Callable[[View], View]:
    """Programs with credentials of their own, with any of these roles if some are named."""
    return _marking(Access(frozenset(("client",)), frozenset(names)))


def signed_in(view: View) -> View:
    """Whoever is signed in, in whatever role."""
    return _marking(Access(_NAMED))(view)


def public(view: View) -> View:
    """Everybody."""
    return _marking(Access(_NAMED | {"anonymous"}))(view)


def access_of(view: Callable[..., Any]) -> Access | None:
    """What a view's decorator says; None for a view that has none."""
    access: Access | None = getattr(view, _ATTRIBUTE, None)
    return access


def _marking(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        if access_of(view) is not None:
            raise TypeError(f"{view.__name__} says twice who may come in.")
        setattr(view, _ATTRIBUTE, access)
        return view

    return mark
