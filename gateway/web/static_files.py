"""The few files that pages need, held in memory, small on the wire, and kept by browsers until they
change.
"""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Response, request
from werkzeug.exceptions import NotFound

FOLDER = Path(__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_MINUTE = "public, max-age=60"


@dataclass(frozen=True)
class StaticFile:
    """One file as it is sent."""

    content: bytes
    packed: bytes
    kind: str
    version: str
    """Changes with the file; it is part of the address by which pages ask for it."""


@cache
def files() -> dict[str, StaticFile]:
    """Every file of the folder, by its path there."""
    found = sorted(path for path in FOLDER.rglob("*") if path.is_file())
    return {str(path.relative_to(FOLDER)): _read(path) for path in found}


def serve(filename: str) -> Response:
    """A file; for ever if the address names the version that there is now."""
    file = files().get(filename)
    if file is None:
        raise NotFound
    packs = request.accept_encodings.quality("gzip") > 0
    response = Response(file.packed if packs else file.content, mimetype=file.kind)
    if packs:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = FOR_EVER if request.args.get("v") == file.version else FOR_A_MINUTE
    return response


def _read(path: Path) -> StaticFile:
    content = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    version = hashlib.sha256(content).hexdigest()[:12]
    return StaticFile(content, gzip.compress(content, mtime=0), kind, version)
