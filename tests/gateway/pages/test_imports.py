"""Bringing a file in without scripts: refusals at its field, a preview, a bar that comes again, a result."""

import base64
from io import BytesIO

import pytest
from people import said
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

ID = "00000000-0000-7000-8000-0000000000f1"
COLUMNS = [
    {
        "code": f"{kind}.key",
        "label": said("Key"),
        "extra": {"required": kind == "spells", "example": "A-1041"},
    }
    for kind in ("people", "contacts", "spells")
]
WRONG = {
    "number": 3,
    "key": None,
    "values": None,
    "state": "wrong",
    "errors": {
        "heard_of": ["Choose one of: library, council."],
        "key": ["This is in the file already, in row 2."],
    },
    "thing_id": None,
}
READY = WRONG | {"number": 1, "key": "A-1", "values": {"key": "A-1", "full_name": "Amina"}, "errors": {}}


def _import(state, **counts):
    return {
        "id": ID,
        "kind": "people",
        "state": state,
        "begun_by_name": "Mair",
        "begun_at": "2025-03-03T10:00:00Z",
        "counts": counts,
    }


@pytest.fixture
def casework(upstream):
    upstream.says(
        "casework", "GET", "/imports", {"items": [_import("finished", done=2, wrong=1)], "next": None}
    )
    upstream.says("casework", "POST", "/imports", _import("reading", waiting=3), 201)
    upstream.says("casework", "GET", f"/imports/{ID}/rows", {"items": [READY], "next": None})
    upstream.says("casework", "GET", "/reference/import-columns", {"items": COLUMNS})
    return upstream


def now(upstream, state, **counts):
    upstream.says("casework", "GET", f"/imports/{ID}", _import(state, **counts))
    rows = [WRONG] if counts.get("wrong") else []
    upstream.says("casework", "GET", f"/imports/{ID}/rows", {"items": rows, "next": None})


@pytest.fixture
def leader(signed_in):
    return signed_in("team leader").browser


def test_a_file_is_handed_in_and_its_import_is_shown(leader, casework):
    assert leader.page("/imports").link("Choose a file") == "/imports/new"
    answer = leader.send("/imports/new", 303, kind="people", content=(BytesIO(b"key\nA-1\n"), "x.csv"))
    assert answer.location == f"/imports/{ID}"
    sent = casework.heard("casework", "POST", "/imports")[0].json
    assert sent == {"kind": "people", "content": base64.b64encode(b"key\nA-1\n").decode()}


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Row 3, column person"), ("cy", "Rhes 3, colofn person")]
)
def test_what_is_wrong_with_a_file_stands_at_its_field(leader, casework, language, words):
    leader.get(f"/language/{language}")
    line = "Row 3, column person: A quotation mark is opened here and never closed."
    casework.refuses("casework", "POST", "/imports", content=[line])
    page = leader.send("/imports/new", 422, kind="contacts", content=(BytesIO(b"x"), "x.csv"))
    assert words.casefold() in page.errors[0].casefold()
    assert page.form()["kind"] == "contacts"


def test_a_file_may_be_large(leader, casework):
    file = FileStorage(BytesIO(b"x" * 5 * 1024 * 1024), filename="x.csv", content_type="text/csv")
    form = leader.page("/imports/new").form() | {"kind": "people", "content": file}
    boundary, body = encode_multipart(form)
    kind = f"multipart/form-data; boundary={boundary}"
    assert leader.client.post("/imports/new", data=body, content_type=kind).status_code == 303


def test_the_bar_comes_again_until_it_is_told_to_stand_still(leader, casework):
    now(casework, "running", done=1200, ready=3800, wrong=1)
    page = leader.page(f"/imports/{ID}")
    bar = page.all("progress")[0]
    assert (bar.get("max"), bar.get("value")) == ("5000", "1200")
    assert "1200 of 5000 rows" in page.main
    assert [each.get("content") for each in page.all("meta") if each.get("http-equiv") == "refresh"] == ["4"]
    still = leader.page(page.link("Let it stand still"))
    assert not [each for each in still.all("meta") if each.get("http-equiv") == "refresh"]
    assert still.link("Show how far it is") == f"/imports/{ID}"
    now(casework, "reading", waiting=300, ready=90, wrong=10)
    assert "100 of 400 rows" in leader.page(f"/imports/{ID}").main


def test_a_preview_says_what_would_be_done_and_waits_for_a_word(leader, casework):
    now(casework, "to-confirm", ready=2, wrong=1, known=4)
    for step in ("start", "drop"):
        casework.says("casework", "POST", f"/imports/{ID}/{step}", _import("running", ready=2))
    page = leader.page(f"/imports/{ID}")
    assert not page.all("progress")
    for words in (
        "Can be brought in 2",
        "Were brought in before 4",
        "Wrong 1",
        "heard_of",
        "library, council",
    ):
        assert words in page.main
    assert "in row 2" in page.main
    assert page.link("Save all of it as a CSV file") == f"/api/casework/imports/{ID}/errors"
    for step in ("start", "drop"):
        assert leader.press(page, f"/imports/{ID}/{step}").location == f"/imports/{ID}"
    assert [
        each.headers["Idempotency-Key"] for each in casework.heard("casework", "POST", f"/imports/{ID}/start")
    ]


def test_a_result_and_a_dropped_one_say_what_is_left(leader, casework):
    now(casework, "finished", done=2, wrong=1)
    assert "is not done twice" in leader.page(f"/imports/{ID}").main
    now(casework, "dropped", dropped=2)
    assert "is forgotten" in leader.page(f"/imports/{ID}").main


def test_the_layout_is_there_to_be_read_and_saved(leader, casework):
    page = leader.page("/imports/layout")
    assert page.link("Save an example People") == "/api/casework/import-examples/people"
    assert page.main.count("A-1041") == 3
    assert page.main.count("Needed") == 1


def test_it_is_a_team_leaders(signed_in, casework):
    for role in ("adviser", "participant", "finance officer"):
        for path in ("/imports", "/imports/new", "/imports/layout", f"/imports/{ID}"):
            signed_in(role).browser.page(path, 403)
