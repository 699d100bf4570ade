"""What the tests need is installed from Debian's packages, by root alone, and once."""

import os
from pathlib import Path

import pytest

from chassis.testing import apt

INSTALLS = """#!/bin/sh
PATH=/usr/bin:/bin
echo "$DEBIAN_FRONTEND $3" >> {log}
if [ "$3" = install ]; then printf '#!/bin/sh\\n' > {bin}/baker; chmod +x {bin}/baker; fi
"""
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root installs packages")


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing on it but an apt-get that notes what it is asked for."""
    (programs := tmp_path / "bin").mkdir()
    log = tmp_path / "log"
    log.touch()
    (programs / "apt-get").write_text(INSTALLS.format(log=log, bin=programs))
    (programs / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    return log


@root_only
def test_what_is_missing_is_installed_once_and_without_a_question(log: Path) -> None:
    assert apt.install("baker", "baker")
    assert apt.install("baker", "baker")
    assert log.read_text().split("\n") == ["noninteractive update", "noninteractive install", ""]


@root_only
def test_what_cannot_be_had_is_said_not_to_be_there(log: Path) -> None:
    assert not apt.install("baker", "miller")


def test_nobody_but_root_of_a_debian_installs(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() == 0:
        monkeypatch.setenv("PATH", "")
    assert not apt.install("baker", "baker")
    assert log.read_text() == ""
