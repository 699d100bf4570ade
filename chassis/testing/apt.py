"""Installing what tests need from Debian's packages, where we may and can."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

SECONDS = 600


def install(package: str, found: str | Path) -> bool:
    """Whether `found` (a command, or a path) is there, after installing the package if it was not.

    As root of a Debian or Ubuntu only. Several workers of one test run take turns.
    """
    if _is_there(found):
        return True
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    with open(Path(tempfile.gettempdir()) / "workstead-tests-apt.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_there(found):
            _apt("update", "-q")
            _apt("install", "-q", "-y", "--no-install-recommends", package)
    return _is_there(found)


def _is_there(found: str | Path) -> bool:
    return found.exists() if isinstance(found, Path) else shutil.which(found) is not None


def _apt(*words: str) -> None:
    """RUNLEVEL keeps a freshly installed server from being started as a service of the machine."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    command = ["apt-get", "-o", f"DPkg::Lock::Timeout={SECONDS}", *words]
    subprocess.run(command, check=False, capture_output=True, env=environment, timeout=SECONDS)
