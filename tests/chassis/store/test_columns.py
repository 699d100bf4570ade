"""Encrypted columns on real PostgreSQL: what is stored says nothing, and rotation loses nothing."""

import re

import pytest
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Table, Text, Uuid, column, insert, select, table, update

from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.key_files import KeyFolder
from chassis.keys import Keyring
from chassis.store import columns
from chassis.store.base import new_metadata
from chassis.store.columns import ColumnKeys, EncryptedJSON, EncryptedText, blind_index, keys_of, re_encrypted
from chassis.testing.plugin import ContextFactory

metadata = new_metadata()
recipes = Table(
    "recipe",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("secret", EncryptedText("pantry")),
    Column("steps", EncryptedJSON("pantry")),
    Column("name_index", Text),
)
RAW = select(column("secret"), column("steps")).select_from(table("recipe"))


class Pantry:
    """A service with secrets."""

    name = "pantry"
    metadata = metadata


@pytest.fixture
def pantry(service_context: ContextFactory, tmp_path) -> ServiceContext:
    return service_context(Pantry, keys=tmp_path / "keys")


def keep(context: ServiceContext, secret: str | None, steps: object) -> None:
    with context.database.transaction() as session:
        session.execute(insert(recipes).values(id=new_id(), secret=secret, steps=steps))


def kept(context: ServiceContext) -> list[tuple[object, object]]:
    with context.database.transaction() as session:
        return [tuple(row) for row in session.execute(select(recipes.c.secret, recipes.c.steps))]


def stored(context: ServiceContext) -> list[tuple[str, str]]:
    with context.database.transaction() as session:
        return [tuple(row) for row in session.execute(RAW)]


def test_what_goes_in_comes_out_and_nothing_of_it_is_stored(pantry: ServiceContext):
    steps = {"mix": ["Mehl", "Hefe", {"grams": 500}], "rest": None, "hot": True}
    keep(pantry, "Grandmother's rye ŵŷ 🍞", steps)
    assert kept(pantry) == [("Grandmother's rye ŵŷ 🍞", steps)]
    (secret, document) = stored(pantry)[0]
    assert "rye" not in secret
    assert "Mehl" not in document


def test_nothing_is_stored_as_null(pantry: ServiceContext):
    keep(pantry, None, None)
    assert stored(pantry) == kept(pantry) == [(None, None)]
    keep(pantry, "", [])
    assert ("", []) in kept(pantry)


def test_after_a_rotation_old_rows_are_read_and_new_ones_are_written_under_the_new_key(
    pantry: ServiceContext,
):
    keep(pantry, "old", 1)
    before = keys_of("pantry").fernet
    folder = KeyFolder(pantry.settings.keys_folder, pantry.settings.secret)
    folder.rotate("pantry")
    columns.register("pantry", Keyring("pantry", folder).columns)
    keep(pantry, "new", 2)
    assert sorted(kept(pantry)) == [("new", 2), ("old", 1)]
    readable_before = 0
    for secret, _ in stored(pantry):
        try:
            before.decrypt(secret)
            readable_before += 1
        except InvalidToken:
            pass
    assert readable_before == 1


def test_old_rows_can_be_brought_under_the_new_key(pantry: ServiceContext):
    keep(pantry, "old", None)
    folder = KeyFolder(pantry.settings.keys_folder, pantry.settings.secret)
    folder.rotate("pantry")
    columns.register("pantry", Keyring("pantry", folder).columns)
    newest = MultiFernet([Fernet(folder.private("pantry")["columns"][0])])
    raw = table("recipe", column("secret"))
    with pantry.database.transaction() as session:
        token = session.scalar(select(raw.c.secret))
        session.execute(update(raw).values(secret=re_encrypted("pantry", token)))
    assert newest.decrypt(stored(pantry)[0][0]) == b"old"


def test_a_value_can_be_found_by_its_blind_index(pantry: ServiceContext):
    rows = [
        {"id": new_id(), "secret": name, "name_index": blind_index("pantry", name)}
        for name in ("rye", "spelt")
    ]
    with pantry.database.transaction() as session:
        session.execute(insert(recipes), rows)
        wanted = recipes.c.name_index == blind_index("pantry", "spelt")
        assert session.scalars(select(recipes.c.secret).where(wanted)).all() == ["spelt"]


def test_whether_there_is_a_secret_can_be_asked(pantry: ServiceContext):
    keep(pantry, "rye", None)
    with pantry.database.transaction() as session:
        for there in (recipes.c.secret.is_not(None), recipes.c.secret != None, recipes.c.steps.is_(None)):  # noqa: E711
            assert session.scalars(select(recipes.c.secret).where(there)).all() == ["rye"]


@pytest.mark.parametrize(
    "question",
    [
        lambda: recipes.c.secret == "rye",
        lambda: recipes.c.secret.like("r%"),
        lambda: recipes.c.secret.in_(["rye"]),
        lambda: recipes.c.secret.desc(),
        lambda: recipes.c.steps != [],
        lambda: "a" + recipes.c.secret,
    ],
)
def test_a_question_that_would_quietly_find_nothing_is_refused(question):
    with pytest.raises(TypeError, match="find it by a blind index"):
        question()


@pytest.fixture(scope="module")
def _two_services():
    for name in ("dairy", "cellar"):
        columns.register(name, ColumnKeys(MultiFernet([Fernet(Fernet.generate_key())]), name.encode()))


@pytest.mark.usefixtures("_two_services")
@given(st.text(), st.text())
def test_a_blind_index_is_equal_for_equals_and_says_nothing_else(one: str, other: str):
    assert (blind_index("dairy", one) == blind_index("dairy", other)) == (one == other)
    assert blind_index("dairy", one) != blind_index("cellar", one)
    assert re.fullmatch("[0-9a-f]{64}", blind_index("dairy", one))


def test_a_service_whose_keys_are_not_known_is_named():
    with pytest.raises(LookupError, match="'nobody'"):
        keys_of("nobody")
