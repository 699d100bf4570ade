"""Which address leads to which service, and what of a service is nobody's business outside."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from chassis.problems import BadRequest, NotFound

SERVICES = ("casework", "marketplace", "community", "notify", "mi")
"""Served at `/api/<service>/…`."""
ELSEWHERE = {"streams": ("exchange", "/streams"), "gateway": ("exchange", "")}
"""Addresses that do not bear their service's name: the service, and the path there."""
INSIDE = ("health", "metrics", "openapi.json")
"""Of a service: for whoever runs it, by the internal network alone."""
OPERATIONS = "ops"

_PLAIN = re.compile(r"/[A-Za-z0-9_.~!$&'()*+,;=:@%/-]*")
_HIDDEN = re.compile(r"%(?:2[ef]|5c|00|25|[01][0-9a-f]|7f)", re.IGNORECASE)
"""An encoded dot, slash, backslash, percent sign or control character: read differently by whoever
decodes.
"""


@dataclass(frozen=True)
class Destination:
    """Where a request goes on to."""

    service: str
    target: str
    for_operators: bool


def destination(raw_path: str, query: str) -> Destination:
    """The service and the path there. Raises BadRequest for a path that two readers could read
    differently.
    """
    if not _PLAIN.fullmatch(raw_path) or _HIDDEN.search(raw_path) or "//" in raw_path:
        raise BadRequest("This address cannot be read. Write it plainly.", code="odd-address")
    segments = raw_path.removeprefix("/api/").split("/")
    if any(unquote(segment) in (".", "..") or segment.startswith("..") for segment in segments):
        raise BadRequest("An address goes down, never up.", code="odd-address")
    first, rest = segments[0], segments[1:]
    service, prefix = ELSEWHERE.get(first, (first, ""))
    known = first in SERVICES or first in ELSEWHERE
    # As the service will read it: any letter can be written as %6f.
    room = unquote(rest[0]) if rest else ""
    if not known or not room or room in INSIDE:
        raise NotFound("There is nothing at this address.")
    target = f"{prefix}/{'/'.join(rest)}" + (f"?{query}" if query else "")
    return Destination(service, target, room == OPERATIONS)


def raw_path_of(environ: dict[str, Any]) -> str:
    """The path as it was sent, before anybody decoded it; each kind of server keeps it elsewhere."""
    raw = environ.get("RAW_PATH_INFO") or environ.get("REQUEST_URI") or environ.get("RAW_URI")
    if raw is None:
        raise BadRequest("This server does not tell how the address was written.")
    return str(raw).partition("?")[0]
