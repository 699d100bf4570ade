"""Nobody overwrites what they have not read."""

import pytest


@pytest.fixture
def book(librarian):
    """The address of one book."""
    return f"/books/{librarian.post('/books', {'title': 'Emma'}).json['id']}"


def test_a_copy_that_is_still_good_is_not_sent_again(reader, book):
    etag = reader.get(book).headers["ETag"]
    again = reader.get(book, If_None_Match=etag)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)


def test_who_read_the_newest_version_may_change_it(librarian, book):
    etag = librarian.get(book).headers["ETag"]
    answer = librarian.patch(book, {"copies": 3}, If_Match=etag)
    assert (answer.status_code, answer.json["copies"]) == (200, 3)
    assert answer.headers["ETag"] == librarian.get(book).headers["ETag"] != etag


def test_who_read_an_older_version_is_told_so(librarian, book):
    etag = librarian.get(book).headers["ETag"]
    librarian.patch(book, {"copies": 3}, If_Match=etag)
    answer = librarian.patch(book, {"copies": 4}, If_Match=etag)
    assert (answer.status_code, answer.json["code"]) == (412, "out-of-date")
    assert librarian.get(book).json["copies"] == 3


def test_who_says_nothing_of_a_version_is_asked_for_it(librarian, book):
    answer = librarian.patch(book, {"copies": 3})
    assert (answer.status_code, answer.json["code"]) == (428, "precondition-required")
