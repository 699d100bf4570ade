"""Who may open a page: each says so, and an app with a page that does not is not built."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chassis.problems import Forbidden, Unauthorised
from gateway.web.visitor import visitor

_ATTRIBUTE = "workstead_admission"
_FORM = "workstead_is_form"
_ALONE = "workstead_by_token_alone"


@dataclass(frozen=True)
class Admission:
    """Everybody, whoever is signed in, or whoever holds one of some roles."""

    public: bool = False
    roles: frozenset[str] = field(default_factory=frozenset)

    def admits(self, roles: frozenset[str] | None) -> bool:
        """Whether somebody with these roles may come in; None means that nobody is signed in."""
        if self.public:
            return True
        return roles is not None and (not self.roles or not self.roles.isdisjoint(roles))

    def check(self) -> None:
        """Go on only with a visitor who may come in: 401 to whoever is not signed in, 403 to others."""
        held = visitor().roles
        if self.admits(held):
            return
        raise Unauthorised() if held is None else Forbidden()


PUBLIC = Admission(public=True)
SIGNED_IN = Admission()


def admission(roles: Admission | tuple[str, ...] | str) -> Admission:
    """`PUBLIC`, `SIGNED_IN`, one role, or several of which one is enough."""
    if isinstance(roles, Admission):
        return roles
    return Admission(roles=frozenset((roles,) if isinstance(roles, str) else roles))


def mark(
    view: Callable[..., Any], admits: Admission, *, by_token_alone: bool = False, form: bool = False
) -> Callable[..., Any]:
    """Write on the view who may come in, for the check that no page forgot it."""
    setattr(view, _ATTRIBUTE, admits)
    setattr(view, _ALONE, by_token_alone)
    setattr(view, _FORM, form)
    return view


def admission_of(view: Callable[..., Any]) -> Admission | None:
    """What the view says; None for one that says nothing."""
    found: Admission | None = getattr(view, _ATTRIBUTE, None)
    return found


def is_form(view: Callable[..., Any] | None) -> bool:
    """Whether it is a page with a form, which can be shown with what was typed."""
    return bool(getattr(view, _FORM, False))


def is_by_token_alone(view: Callable[..., Any] | None) -> bool:
    """Whether a secret in its address is all that a write needs: a mail program can send it too."""
    return bool(getattr(view, _ALONE, False))
