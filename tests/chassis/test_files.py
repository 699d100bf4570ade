"""Files that are there whole or not at all."""

from pathlib import Path

from chassis.files import write_once, write_whole


def test_a_file_is_replaced_and_nobody_else_may_read_it(tmp_path: Path):
    file = tmp_path / "x"
    write_whole(file, b"one")
    write_whole(file, b"two")
    assert file.read_bytes() == b"two"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_draft_that_a_kill_left_is_in_nobodys_way(tmp_path: Path):
    (tmp_path / ".x.draft").write_bytes(b"half")
    write_whole(tmp_path / "x", b"whole")
    assert (tmp_path / "x").read_bytes() == b"whole"


def test_whoever_is_first_decides(tmp_path: Path):
    file = tmp_path / "x"
    assert write_once(file, b"first") == b"first"
    assert write_once(file, b"second") == b"first"
    assert list(tmp_path.iterdir()) == [file]
