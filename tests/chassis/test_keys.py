"""Keys: made once, wrapped, rotated; each service opens what is sealed to it and nothing else."""

import json
import time
from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PublicKey, SealedBox

from chassis import boxes
from chassis.keys import SIGNER, CannotOpen, KeyFolder, Keyring, KeysError

SECRET = "a secret that nobody guesses"


@pytest.fixture
def folder(tmp_path: Path) -> KeyFolder:
    made = KeyFolder(tmp_path / "keys", SECRET)
    made.ensure(["bakery", "smithy", SIGNER])
    return made


@pytest.fixture(scope="module")
def folder_of_rings(tmp_path_factory: pytest.TempPathFactory) -> KeyFolder:
    made = KeyFolder(tmp_path_factory.mktemp("keys"))
    made.ensure(["bakery", "smithy", "tannery"])
    return made


@pytest.fixture(scope="module")
def rings(folder_of_rings: KeyFolder) -> dict[str, Keyring]:
    return {name: Keyring(name, folder_of_rings) for name in ("bakery", "smithy", "tannery")}


@given(st.binary(max_size=2_000), st.sets(st.sampled_from(["bakery", "smithy"]), min_size=1))
def test_those_to_whom_it_is_sealed_open_it_and_others_do_not(rings, data: bytes, to: set[str]):
    wire = rings["tannery"].seal(data, sorted(to))
    assert json.loads(json.dumps(wire)) == wire
    for name, ring in rings.items():
        if name in to:
            assert ring.open(wire) == data
        else:
            with pytest.raises(CannotOpen):
                ring.open(wire)


@given(
    st.recursive(st.none() | st.text() | st.integers(), lambda x: st.lists(x) | st.dictionaries(st.text(), x))
)
def test_nonsense_is_not_opened_and_breaks_nothing(rings, wire):
    with pytest.raises(CannotOpen):
        rings["bakery"].open(wire)


def test_a_box_that_was_changed_is_not_opened(rings):
    wire = rings["bakery"].seal(b"flour", ["smithy"])
    box = wire["sealed"]["smithy"]["box"]
    wire["sealed"]["smithy"]["box"] = box[:-4] + ("AAAA" if box[-4:] != "AAAA" else "BBBB")
    with pytest.raises(CannotOpen):
        rings["smithy"].open(wire)


def test_sealing_the_same_twice_looks_different(rings):
    assert rings["bakery"].seal(b"flour", ["smithy"]) != rings["bakery"].seal(b"flour", ["smithy"])


def test_one_secret_serves_a_minute_and_no_longer(rings, monkeypatch: pytest.MonkeyPatch):
    def made_by() -> tuple[str, str]:
        wires = [rings["bakery"].seal(b"flour", ["smithy", "tannery"])["sealed"] for _ in range(2)]
        assert all(rings[name].open({"sealed": wire}) == b"flour" for wire in wires for name in wire)
        ((by,), (other,)) = ({wire[name]["by"] for wire in wires} for name in ("smithy", "tannery"))
        return by, other

    first = made_by()
    now = time.monotonic()
    monkeypatch.setattr(boxes.time, "monotonic", lambda: now + boxes.USED_FOR)
    assert len({*first, *made_by()}) == 4


@pytest.mark.parametrize(
    "by", ["another", b64encode(bytes(32)).decode(), b64encode(b"short").decode(), "", 7, [], None]
)
def test_a_box_is_opened_only_with_what_it_was_made_with(rings, by):
    wire = rings["bakery"].seal(b"flour", ["smithy"])
    other = rings["tannery"].seal(b"hide", ["smithy"])["sealed"]["smithy"]["by"]
    wire["sealed"]["smithy"]["by"] = other if by == "another" else by
    with pytest.raises(CannotOpen):
        rings["smithy"].open(wire)


def test_a_box_with_its_secret_to_itself_is_opened_as_before(rings, folder_of_rings: KeyFolder):
    entry = folder_of_rings.public()["smithy"]["seal"][0]
    box = SealedBox(PublicKey(b64decode(entry["key"]))).encrypt(b"old flour")
    wire = {"sealed": {"smithy": {"key": entry["id"], "box": b64encode(box).decode()}}}
    assert rings["smithy"].open(wire) == b"old flour"


def test_nothing_is_sealed_to_a_stranger(rings):
    with pytest.raises(KeysError, match=r"sealed to nobody.*workstead keys init"):
        rings["bakery"].seal(b"flour", ["smithy", "nobody"])


def test_after_a_rotation_old_boxes_open_and_new_ones_have_the_new_key(folder: KeyFolder):
    bakery, before = Keyring("bakery", folder), Keyring("smithy", folder)
    old = bakery.seal(b"old", ["smithy"])
    folder.rotate("smithy")
    new, after = bakery.seal(b"new", ["smithy"]), Keyring("smithy", folder)
    assert old["sealed"]["smithy"]["key"] != new["sealed"]["smithy"]["key"]
    assert (after.open(old), after.open(new)) == (b"old", b"new")
    with pytest.raises(CannotOpen):
        before.open(new)


def test_after_a_rotation_columns_are_read_by_the_old_key_and_written_by_the_new(folder: KeyFolder):
    before = Keyring("bakery", folder).columns
    token = before.fernet.encrypt(b"rye")
    folder.rotate("bakery")
    after = Keyring("bakery", folder).columns
    assert after.fernet.decrypt(token) == b"rye"
    assert before.fernet.decrypt(token) == b"rye"
    with pytest.raises(Exception):  # noqa: B017  # whatever the library raises: it must not decrypt
        before.fernet.decrypt(after.fernet.encrypt(b"rye"))
    assert after.blind == before.blind


def test_only_the_signer_signs_and_it_opens_nothing(folder: KeyFolder):
    signer, bakery = Keyring(SIGNER, folder), Keyring("bakery", folder)
    identifier, key = signer.signing_key()
    bakery.verify_keys()[identifier].verify(key.sign(b"x"), b"x")
    with pytest.raises(InvalidSignature):
        bakery.verify_keys()[identifier].verify(key.sign(b"x"), b"y")
    with pytest.raises(KeysError, match="only gateway"):
        bakery.signing_key()
    with pytest.raises(KeysError, match=f"sealed to {SIGNER}"):
        bakery.seal(b"x", [SIGNER])


def test_a_rotated_signing_key_is_known_to_running_services_with_the_old_one(folder: KeyFolder):
    bakery, old = Keyring("bakery", folder), Keyring(SIGNER, folder).signing_key().id
    assert set(bakery.verify_keys()) == {old}
    folder.rotate(SIGNER)
    new = Keyring(SIGNER, folder).signing_key().id
    assert set(bakery.verify_keys()) == {old, new}


def test_making_keys_again_changes_nothing_and_adds_what_is_missing(folder: KeyFolder):
    before = {file.name: file.read_bytes() for file in folder.path.iterdir()}
    folder.ensure(["bakery", "smithy"])
    assert {file.name: file.read_bytes() for file in folder.path.iterdir()} == before
    folder.ensure(["bakery", "tannery"])
    assert folder.public().keys() == {"bakery", "smithy", "tannery", SIGNER}
    assert folder.private_file("bakery").read_bytes() == before["bakery.private.json"]


def test_a_kill_between_the_private_and_the_public_file_is_mended(folder: KeyFolder):
    folder.public_file.unlink()
    folder.ensure(["bakery", "smithy", SIGNER])
    bakery, smithy = Keyring("bakery", folder), Keyring("smithy", folder)
    assert smithy.open(bakery.seal(b"x", ["smithy"])) == b"x"


def test_a_service_starts_with_its_own_file_and_the_public_one_alone(folder: KeyFolder, tmp_path: Path):
    mounted = tmp_path / "mounted"
    mounted.mkdir()
    for file in (folder.private_file("smithy"), folder.public_file):
        (mounted / file.name).write_bytes(file.read_bytes())
    wire = Keyring("bakery", folder).seal(b"x", ["smithy"])
    assert Keyring.load(mounted, "smithy", SECRET).open(wire) == b"x"
    with pytest.raises(KeysError, match=r"bakery\.private\.json is not there"):
        Keyring.load(mounted, "bakery", SECRET)


def test_private_files_are_for_their_owner_alone_and_say_nothing_unwrapped(folder: KeyFolder):
    file = folder.private_file("bakery")
    assert file.stat().st_mode & 0o777 == 0o600
    assert set(json.loads(file.read_text())) == {"salt", "wrapped"}
    assert folder.path.stat().st_mode & 0o777 == 0o700


def test_wrapped_keys_need_the_secret_and_the_right_one(folder: KeyFolder):
    with pytest.raises(KeysError, match="are wrapped: set WORKSTEAD_SECRET"):
        Keyring.load(folder.path, "bakery")
    with pytest.raises(KeysError, match="wrapped with another WORKSTEAD_SECRET"):
        Keyring.load(folder.path, "bakery", "another secret than that one")


def test_keys_without_a_secret_are_plain_files(tmp_path: Path):
    plain = KeyFolder(tmp_path)
    plain.ensure(["bakery"])
    assert Keyring.load(tmp_path, "bakery").open(Keyring("bakery", plain).seal(b"x", ["bakery"])) == b"x"


def test_missing_keys_say_what_to_do(tmp_path: Path):
    with pytest.raises(KeysError, match=r"run `workstead keys init`, or set WORKSTEAD_KEYS"):
        Keyring.load(tmp_path, "bakery")


def test_a_broken_file_is_named(folder: KeyFolder):
    folder.private_file("bakery").write_text("{")
    with pytest.raises(KeysError, match=r"bakery\.private\.json cannot be read"):
        Keyring("bakery", folder)


def test_keys_of_an_older_release_get_one_to_publish_with(tmp_path):
    folder = KeyFolder(tmp_path, "a secret of some length")
    folder.ensure(["notify", SIGNER])
    keys, public = folder.private(SIGNER), json.loads(folder.public_file.read_text())
    del keys["publishing"], public["services"][SIGNER]["publish"]
    folder._write_private(SIGNER, keys, public["salt"])
    folder.public_file.write_text(json.dumps(public))
    folder.ensure(["notify", SIGNER])
    keyring = Keyring(SIGNER, KeyFolder(tmp_path, "a secret of some length"))
    (made,) = keyring.publishing_keys()
    assert folder.public()[SIGNER]["publish"][0]["id"] == made.id
    assert made.id not in keyring.verify_keys()
    folder.ensure(["notify", SIGNER])
    assert Keyring(SIGNER, folder).publishing_keys()[0].id == made.id
