"""The head of a request: read at once, and only if it is written as heads are to be written (`framing`).

The standard library reads heads as if they were e-mails, with all that those allow, and takes longer for it
than for anything else about a connection.
"""

import re
from functools import lru_cache
from typing import Any

from chassis.runtime.framing import END, is_plain

_LINE = r"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[\t ]*((?:[\x21-\x7e\x80-\xff][\t\x20-\x7e\x80-\xff]*)?)\r\n"
_LINES = re.compile(_LINE)
_PLAIN = re.compile(f"(?:{_LINE})*\r\n")
_WHOLE = b"\r\n\r\n"
MOST = 100
"""So many headers at most, as the standard library takes them."""


class Head:
    """What the server asks of the headers of a request."""

    def __init__(self, lines: list[tuple[str, str]]) -> None:
        self._headers = lines  # the name under which eventlet looks for them
        self._first = {name.lower(): value for name, value in reversed(lines)}

    def __len__(self) -> int:
        return len(self._headers)

    def get(self, name: str, otherwise: Any = None) -> Any:
        """The first header of that name."""
        return self._first.get(name.lower(), otherwise)

    def all(self, name: str) -> list[str]:
        """All headers of that name."""
        if name not in self._first:
            return []
        return [value for given, value in self._headers if given.lower() == name]

    def has(self, *names: str) -> bool:
        """Whether there is any of these, in small letters."""
        return any(name in self._first for name in names)

    def tell(self, environ: dict[str, Any]) -> None:
        """Put each where an app looks for it. A name with an underscore could pass for another one's, and is
        left out.
        """
        for name, value in self._headers:
            if (key := _key(name)) is None:
                continue
            value = value.rstrip("\t ")
            environ[key] = f"{environ[key]},{value}" if key in environ else value

    def get_content_type(self) -> str:
        """What a body is that nobody has named."""
        return "text/plain"


@lru_cache(256)
def _key(name: str) -> str | None:
    if "_" in name or name.lower() in ("content-type", "content-length"):
        return None
    return f"HTTP_{name.replace('-', '_').upper()}"


def read(lines: Any) -> str:
    """The head, up to the empty line that ends it; `lines` refuses what is too long."""
    buffered: bytes = lines.fp.peek(1)
    if (end := buffered.find(_WHOLE)) >= 0:
        return str(lines.fp.read(end + len(_WHOLE)), "latin-1")
    found: list[bytes] = []
    while (line := lines.readline()) not in (END, b"\n", b"") and len(found) <= MOST:
        found.append(line)
    return str(b"".join((*found, line)), "latin-1")


def parsed(requestline: str, text: str) -> Head | None:
    """The headers, if all is plain; None for what others on the way may read otherwise than we do."""
    if not _PLAIN.fullmatch(text):
        return None
    head = Head(_LINES.findall(text))
    plain = is_plain(requestline, head.all("host"), head.all("content-length"), head.all("transfer-encoding"))
    return head if plain and len(head) <= MOST else None
