"""Whatever is wrong is said as problem+json, in plain words, and never with a traceback."""

import pytest
from marshmallow import Schema, ValidationError, fields, validate

from chassis.http.words import by_field, plain
from chassis.ids import new_id


def problem(answer, status, code):
    """The body of a refusal, once its form has been checked."""
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    body = answer.json
    assert (body["status"], body["code"]) == (status, code)
    assert body["type"] == f"urn:workstead:problem:{code}"
    assert body["title"]
    assert body["detail"]
    assert body["correlation_id"] == answer.headers["X-Correlation-Id"]
    return body


def send(client, data, content_type="application/json"):
    """A body that is not what `json=` would make of it."""
    return client.send("POST", "/books", {}, data=data, content_type=content_type)


def test_each_field_says_what_to_do(librarian):
    body = problem(librarian.post("/books", {"copies": -1, "colour": "red"}), 422, "invalid")
    assert body["errors"] == {
        "title": ["Fill this in."],
        "copies": ["Give 0 to 1000."],
        "colour": ["Leave this out: nobody here knows a field of that name."],
    }


def test_no_body_counts_as_no_fields(librarian):
    assert problem(librarian.post("/books"), 422, "invalid")["errors"] == {"title": ["Fill this in."]}


def test_a_query_is_checked_alike(reader):
    assert problem(reader.get("/books?limit=201"), 422, "invalid")["errors"] == {"limit": ["Give 1 to 200."]}


@pytest.mark.parametrize(
    "data", ["{", "[1,]", "{'a': 1}", "NaN", '{"copies": Infinity}', "9" * 5000, b"\xff"]
)
def test_what_is_no_json_is_a_400(librarian, data):
    problem(send(librarian, data), 400, "not-json")


def test_nesting_without_end_is_a_400(librarian):
    problem(send(librarian, "[" * 100_000), 400, "not-json")


@pytest.mark.parametrize("data", ["[]", '"x"', "1", "null"])
def test_json_that_is_no_object_is_a_422(librarian, data):
    assert "body" in problem(send(librarian, data), 422, "invalid")["errors"]


def test_another_kind_of_body_is_a_415(librarian):
    problem(send(librarian, "title=Emma", "application/x-www-form-urlencoded"), 415, "unsupported-media-type")


def test_too_large_a_body_is_a_413(librarian):
    problem(send(librarian, b'{"title": "' + b"x" * 1024 * 1024 + b'"}'), 413, "too-large")


@pytest.mark.parametrize("title", ["a\x00b", "\ud800"])
def test_text_that_cannot_be_stored_is_a_422(librarian, title):
    assert problem(librarian.post("/books", {"title": title}), 422, "invalid")["errors"]["title"]


def test_a_method_that_is_not_there_is_a_405(reader):
    answer = reader.delete("/books")
    problem(answer, 405, "method-not-allowed")
    assert set(answer.headers["Allow"].split(", ")) >= {"GET", "POST"}


@pytest.mark.parametrize("path", ["/nowhere", "/books/7", "/books/not-a-uuid", "/books/%00"])
def test_an_address_that_is_not_there_is_a_404(reader, path):
    problem(reader.get(path), 404, "not-found")


def test_a_thing_that_is_not_there_is_a_404(reader):
    problem(reader.get(f"/books/{new_id()}"), 404, "not-found")


def test_a_domain_error_is_known_by_its_shape(librarian):
    book = librarian.post("/books", {"title": "Emma", "copies": 0}).json
    body = problem(librarian.post(f"/books/{book['id']}/loan"), 409, "no-copies")
    assert body["detail"] == "All copies are lent."
    assert body["errors"] == {"copies": ["Wait until one is back."]}


def test_who_comes_second_is_told_so(librarian):
    librarian.post("/books", {"title": "Emma"})
    problem(librarian.post("/books", {"title": "Emma"}), 409, "conflict")


def test_a_fault_of_ours_says_nothing_of_itself(nobody, capsys):
    answer = nobody.get("/broken")
    body = problem(answer, 500, "server-error")
    assert "Jane" not in answer.text
    assert "RuntimeError" not in answer.text
    assert "not your fault" in body["detail"]


def test_a_value_that_the_database_refuses_is_the_askers_to_change(context, nobody):
    from sqlalchemy import text
    from sqlalchemy.exc import DataError

    from chassis.http.refusals import as_problem

    with pytest.raises(DataError) as raised, context.database.transaction() as session:
        session.execute(text("select cast(:number as integer)"), {"number": 2**40})
    assert as_problem(raised.value).status == 422


class InnerSchema(Schema):
    """Fields within a field."""

    name = fields.String(required=True)


class AllSchema(Schema):
    """One field of each kind, to hear every message that marshmallow has for them."""

    id = fields.UUID(required=True)
    day = fields.Date()
    moment = fields.AwareDateTime()
    hour = fields.Time()
    count = fields.Integer(strict=True)
    price = fields.Float()
    yes = fields.Boolean()
    text = fields.String()
    mail = fields.Email()
    link = fields.URL()
    tags = fields.List(fields.String())
    facts = fields.Dict()
    inner = fields.Nested(InnerSchema)
    many = fields.List(fields.Nested(InnerSchema))
    one_of = fields.String(validate=validate.OneOf(["a", "b"]))
    some_of = fields.List(fields.String(), validate=validate.ContainsOnly(["a", "b"]))
    short = fields.String(validate=validate.Length(max=3))
    long = fields.String(validate=validate.Length(min=3))
    exact = fields.String(validate=validate.Length(equal=3))
    between = fields.String(validate=validate.Length(2, 3))
    least = fields.Integer(validate=validate.Range(min=1))
    most = fields.Integer(validate=validate.Range(max=1))
    pattern = fields.String(validate=validate.Regexp("[a-z]+$"))


WRONG = {
    "day": "x",
    "moment": "2025-01-01T00:00:00",
    "hour": "x",
    "count": 1.5,
    "price": "x",
    "yes": "x",
    "text": 1,
    "mail": "x",
    "link": "x",
    "tags": 1,
    "facts": 1,
    "inner": {},
    "many": [{"name": "x"}, {"name": None}],
    "one_of": "c",
    "some_of": ["c"],
    "short": "abcd",
    "long": "a",
    "exact": "a",
    "between": "a",
    "least": 0,
    "most": 2,
    "pattern": "1",
    "nothing": 1,
}


def test_every_message_is_in_plain_words_and_flat():
    with pytest.raises(ValidationError) as raised:
        AllSchema().load(WRONG)
    said = by_field({"json": raised.value.messages})
    expected = (set(WRONG) | {"id", "inner.name", "many.1.name"}) - {"inner", "many"}
    assert set(said) == expected
    for messages in said.values():
        for message in messages:
            assert not message.startswith(("Not a valid", "Missing", "Must be", "Length", "Invalid", "Field"))
            assert plain(message) == message


def test_a_services_own_words_stay():
    assert by_field({"json": {"day": ["Choose a day on which somebody is there."]}}) == {
        "day": ["Choose a day on which somebody is there."]
    }


def test_two_messages_for_one_field_stay_together():
    assert by_field({"json": {"a": ["One.", "Two."]}}) == {"a": ["One.", "Two."]}
