"""Files that are there whole or not at all, even if the power goes while they are written."""

import os
from pathlib import Path


def write_whole(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a draft beside it, have the disk take it, and put it in the file's place."""
    draft = path.with_name(f".{path.name}.draft")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def write_once(path: Path, content: bytes) -> bytes:
    """Make the file unless somebody was first, and return what it holds then."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    write_whole(draft, content)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_bytes()
