"""The same key twice does the thing once, and answers twice alike."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from chassis.store.tables import idempotency
from chassis.testing import actors


def titles(client):
    """What is on the shelf."""
    return [book["title"] for book in client.get("/books").json["items"]]


def test_the_first_answer_comes_again(librarian):
    first = librarian.post("/books", {"title": "Emma"}, Idempotency_Key="one")
    again = librarian.post("/books", {"title": "Emma"}, Idempotency_Key="one")
    assert first.status_code == again.status_code == 201
    assert first.data == again.data
    assert again.content_type == first.content_type
    assert titles(librarian) == ["Emma"]


def test_without_a_key_it_is_done_twice(librarian):
    book = librarian.post("/books", {"title": "Emma", "copies": 5}).json["id"]
    librarian.post(f"/books/{book}/loan")
    librarian.post(f"/books/{book}/loan")
    assert librarian.get(f"/books/{book}").json["copies"] == 3


def test_an_empty_answer_comes_again_too(librarian):
    book = librarian.post("/books", {"title": "Emma", "copies": 5}).json["id"]
    answers = [librarian.post(f"/books/{book}/loan", Idempotency_Key="loan") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [204, 204, 204]
    assert librarian.get(f"/books/{book}").json["copies"] == 4


def test_the_key_for_something_else_is_refused(librarian):
    librarian.post("/books", {"title": "Emma"}, Idempotency_Key="one")
    answer = librarian.post("/books", {"title": "Persuasion"}, Idempotency_Key="one")
    assert (answer.status_code, answer.json["code"]) == (422, "idempotency-key-reused")
    assert titles(librarian) == ["Emma"]


def test_the_key_for_another_thing_of_that_route_is_refused(librarian):
    one, two = (
        librarian.post("/books", {"title": title, "copies": 5}).json["id"] for title in ("Emma", "Persuasion")
    )
    assert librarian.post(f"/books/{one}/loan", Idempotency_Key="loan").status_code == 204
    assert librarian.post(f"/books/{two}/loan", Idempotency_Key="loan").status_code == 422


def test_keys_are_each_actors_own(librarian, ask_as):
    other = ask_as(actors.librarian())
    assert librarian.post("/books", {"title": "Emma"}, Idempotency_Key="one").status_code == 201
    assert other.post("/books", {"title": "Persuasion"}, Idempotency_Key="one").status_code == 201


def test_keys_are_each_routes_own(librarian):
    book = librarian.post("/books", {"title": "Emma", "copies": 5}, Idempotency_Key="one").json["id"]
    assert librarian.post(f"/books/{book}/loan", Idempotency_Key="one").status_code == 204


def test_a_failure_leaves_the_key_free(librarian):
    librarian.post("/books", {"title": "Emma"})
    assert librarian.post("/books", {"title": "Emma"}, Idempotency_Key="one").status_code == 409
    assert librarian.post("/books", {"title": "Persuasion"}, Idempotency_Key="one").status_code == 201


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "é"])
def test_a_key_has_a_form(librarian, key):
    assert librarian.post("/books", {"title": "Emma"}, Idempotency_Key=key).status_code == 400


def test_of_many_at_once_one_does_it_and_all_hear_the_same(librarian):
    def add(_):
        return librarian.post("/books?seconds=0.3", {"title": "Emma"}, Idempotency_Key="one")

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(add, range(4)))
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.data for answer in answers}) == 1
    assert titles(librarian) == ["Emma"]


def test_who_waited_for_one_that_failed_does_it_itself(librarian):
    book = librarian.post("/books", {"title": "Emma", "copies": 0}).json["id"]

    def lend(_=None):
        return librarian.post(f"/books/{book}/loan", Idempotency_Key="loan").status_code

    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(lend, range(3))) == [409] * 3
    etag = librarian.get(f"/books/{book}").headers["ETag"]
    librarian.patch(f"/books/{book}", {"copies": 1}, If_Match=etag)
    assert [lend(), lend()] == [204, 204]
    assert librarian.get(f"/books/{book}").json["copies"] == 0


def test_the_stored_answer_cannot_be_read_in_the_database(context, librarian):
    librarian.post("/books", {"title": "A very private title"}, Idempotency_Key="one")
    with context.database.transaction() as session:
        row = session.execute(select(idempotency)).one()
    assert row.body
    assert "private" not in "".join(str(value) for value in row)
