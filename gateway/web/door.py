"""What the running door holds: its own service context, the way to the services, and what it keeps in
mind.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from flask import current_app

from chassis.context import ServiceContext
from gateway.domain.accounts import Known
from gateway.web.services import Services

EXTENSION = "workstead-door"


@dataclass
class Door:
    """One per web process."""

    context: ServiceContext
    services: Services
    codes: dict[tuple[str, str], tuple[float, list[Mapping[str, Any]]]] = field(default_factory=dict)
    """Reference lists, each with the instant (monotonic) until which it may be used."""
    known: dict[str, tuple[float, Known]] = field(default_factory=dict)
    """Visitors by what their token hashes to, each with the instant (monotonic) until which it holds."""
    documents: list[tuple[float, dict[str, Any]]] = field(default_factory=list)
    """The merged OpenAPI document, with the instant (monotonic) until which it may be used."""
    own_document: Callable[[], dict[str, Any]] = dict
    """The gateway's own part of it."""


def door() -> Door:
    """The door of the app that answers."""
    return cast(Door, current_app.extensions[EXTENSION])
