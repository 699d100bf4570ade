"""Where a request begins and ends, read in one way only.

Whoever stands before us (a proxy, a balancer) may read lenient forms otherwise than we do, and what two
readers cut differently is how one request is hidden in another. So nothing lenient is taken: RFC 9112 as it
is to be written, not as it may be tolerated.
"""

import re
from typing import Any, Final

_TARGET = re.compile(r"/[\x21-\x7e]*")
_VERSIONS = frozenset(("HTTP/1.1", "HTTP/1.0"))
_METHOD = re.compile(r"[A-Z]{3,10}")
_SIZE = re.compile(rb"[0-9A-Fa-f]{1,8}\r\n")
_LONGEST_SIZE: Final = 10

END = b"\r\n"


class Malformed(ValueError):
    """The request is not written as HTTP is written."""


def is_plain(requestline: str, hosts: list[str], lengths: list[str], codings: list[str]) -> bool:
    """Whether the head says in one way what is asked, of whom, and how long the body is.

    The target begins with a slash: an absolute one names a host beside the Host header, and only one of the
    two would be looked at.
    """
    method, _, rest = requestline.partition(" ")
    target, _, version = rest.partition(" ")
    return (
        version in _VERSIONS
        and bool(_METHOD.fullmatch(method))
        and bool(_TARGET.fullmatch(target))
        and len(hosts) <= 1
        and (bool(hosts) or version == "HTTP/1.0")
        and len(lengths) + len(codings) <= 1
        and all(length.isascii() and length.isdigit() for length in lengths)
        and set(codings) <= ({"chunked"} if version == "HTTP/1.1" else set())
    )


def read_chunked(file: Any, most: int) -> tuple[bytes, bool]:
    """A chunked body, or the first `most` bytes of it, and whether that was its end.

    Extensions and trailers, which nobody who asks us needs, are malformed. Raises Malformed, or OSError where
    it breaks off.
    """
    pieces: list[bytes] = []
    while (size := _size(file)) > 0:
        piece = file.read(min(size, most))
        if len(piece) < size:
            if len(piece) < most:
                raise OSError("The body broke off.")
            return b"".join((*pieces, piece)), False
        pieces.append(piece)
        most -= size
        _expect_end(file)
    _expect_end(file)
    return b"".join(pieces), True


def _size(file: Any) -> int:
    line = file.readline(_LONGEST_SIZE + 1)
    if not _SIZE.fullmatch(line):
        raise Malformed("This is not the size of a chunk.")
    return int(line, 16)


def _expect_end(file: Any) -> None:
    if file.readline(len(END)) != END:
        raise Malformed("A chunk ends with CR LF.")
