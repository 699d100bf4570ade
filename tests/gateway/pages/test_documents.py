"""Handing in documents without scripts: what is typed is kept, what is too large refused, states plain."""

import base64
from io import BytesIO
from uuid import UUID

import pytest
from people import PERSON, person
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

DOC = "00000000-0000-7000-8000-0000000000f1"
AT = f"/participants/{PERSON}/documents"
MB = 1024 * 1024


def _edition(number=1, scan="clean", **more):
    return {
        "number": number,
        "file_name": f"cv{number}.pdf",
        "media_type": "application/pdf",
        "size": 2 * MB,
        "scan": scan,
        "scanned_at": None,
        "added_at": "2025-03-03T10:00:00Z",
        "added_by_name": "Amina",
        "party": "participant",
        "assisted": False,
    } | more


def _document(*editions):
    return {
        "id": DOC,
        "participant_id": PERSON,
        "kind": "cv",
        "title": "CV for shops",
        "recorded_at": "2025-03-03T10:00:00Z",
        "withdrawn_on": None,
        "editions": list(editions) or [_edition()],
    }


@pytest.fixture
def casework(upstream):
    upstream.says("casework", "GET", f"/participants/{PERSON}", person())
    upstream.says("casework", "GET", AT, {"items": [_document()]})
    for name, code in {"document-kinds": "cv", "document-types": "application/pdf"}.items():
        items = [{"code": code, "label": {"en": code.split("/")[-1].upper()}}]
        upstream.says("casework", "GET", f"/reference/{name}", {"items": items})
    return upstream


@pytest.fixture
def amina(signed_in):
    return signed_in("participant", person_id=UUID(PERSON)).browser


def test_a_file_is_handed_in_as_it_is(amina, casework):
    casework.says("casework", "POST", AT, _document(), 201)
    file = (BytesIO(b"%PDF-1.4 x"), "my cv.pdf")
    response = amina.send("/my/documents/add", 303, kind="cv", title="CV for shops", content=file)
    sent = casework.heard("casework", "POST", AT)[0].json
    assert sent == {
        "kind": "cv",
        "title": "CV for shops",
        "name": "my cv.pdf",
        "content": base64.b64encode(b"%PDF-1.4 x").decode(),
    }
    assert response.location == "/my/documents"


def test_what_was_typed_is_kept_when_the_file_is_refused(amina, casework):
    casework.refuses("casework", "POST", AT, content=["Choose a file."])
    page = amina.send("/my/documents/add", 422, kind="cv", title="CV for shops")
    assert page.form()["title"] == "CV for shops"
    assert page.mends("Choose a file.") == "#f-content"


def test_a_large_file_passes_and_a_larger_one_does_not(amina, casework):
    casework.says("casework", "POST", AT, _document(), 201)
    form = amina.page("/my/documents/add").form() | {"kind": "cv", "title": "x"}
    for size, status in ((5 * MB, 303), (7 * MB, 413)):
        file = FileStorage(BytesIO(b"x" * size), filename="x.pdf", content_type="application/pdf")
        boundary, body = encode_multipart(form | {"content": file})
        kind = f"multipart/form-data; boundary={boundary}"
        answer = amina.client.post("/my/documents/add", data=body, content_type=kind)
        assert answer.status_code == status
    other = {"csrf_token": form["csrf_token"], "reason": "x" * (2 * MB)}
    assert amina.client.post("/my/rights/correction", data=other).status_code == 413, "only files are large"


def test_the_state_of_each_file_is_plain(amina, casework):
    states = {
        "clean": "Checked for viruses",
        "waiting": "Waits for the virus check",
        "infected": "Kept back: the virus check found something",
        "not-scanned": "Not checked for viruses",
    }
    for scan, words in states.items():
        editions = [_edition(1), _edition(2, scan)]
        casework.says("casework", "GET", AT, {"items": [_document(*editions)]})
        page = amina.page("/my/documents")
        assert words in page.main
        links = [link.get("href") for link in page.all("a")]
        handed_out = f"/api/casework/documents/{DOC}/editions/2/file" in links
        assert handed_out == (scan in ("clean", "not-scanned"))
    assert "2.0 MB" in page.main
    assert "Earlier files" in page.main


def test_an_adviser_keeps_replaces_and_takes_away(signed_in, casework):
    anwen = signed_in("adviser").browser
    casework.says("casework", "POST", AT, _document(), 201)
    casework.says("casework", "POST", f"/documents/{DOC}/editions", _document(), 201)
    casework.says("casework", "POST", f"/documents/{DOC}/withdrawal", _document())
    at = f"/people/{PERSON}/documents"
    anwen.send(f"{at}/add", 303, kind="cv", title="x", content=(BytesIO(b"x"), "x.txt"))
    newer = anwen.send(f"{at}/{DOC}/replace", 303, content=(BytesIO(b"y"), "y.txt"))
    assert newer.location == at
    gone = anwen.press(anwen.page(at), f"/documents/{DOC}/take-away")
    assert gone.location == at
    assert casework.heard("casework", "POST", f"/documents/{DOC}/withdrawal")


def test_replacing_and_deleting_ones_own(amina, casework):
    casework.says("casework", "POST", f"/documents/{DOC}/editions", _document(), 201)
    casework.says("casework", "POST", f"/documents/{DOC}/withdrawal", _document())
    amina.send(f"/my/documents/{DOC}/replace", 303, content=(BytesIO(b"y"), "y.txt"))
    assert amina.press(amina.page("/my/documents"), f"/documents/{DOC}/take-away").location == "/my/documents"


def test_the_officer_reads_and_others_do_not(signed_in, casework):
    page = signed_in("data-protection officer").browser.page(f"/people/{PERSON}/documents")
    assert "CV for shops" in page.main
    assert "Add a document" not in page.main
    signed_in("finance officer").browser.page(f"/people/{PERSON}/documents", 403)
    signed_in("adviser").browser.page("/my/documents", 403)


def test_a_file_is_shown_as_nobodys_page(amina, casework):
    path = f"/documents/{DOC}/editions/1/file"
    headers = {
        "Content_Disposition": "attachment; filename*=UTF-8''cv.pdf",
        "Content_Type": "application/pdf",
    }
    casework.says("casework", "GET", path, b"%PDF-1.4", **headers)
    file = amina.get(f"/api/casework{path}")
    assert file.data == b"%PDF-1.4"
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.headers["Content-Security-Policy"].endswith("; sandbox")


def test_a_program_hands_in_a_large_file(signed_in, app, casework):
    casework.says("casework", "POST", AT, _document(), 201)
    casework.says("casework", "POST", f"/participants/{PERSON}/contacts", {}, 201)
    who = signed_in("adviser")
    for path, status in ((AT, 201), (f"/participants/{PERSON}/contacts", 413)):
        body = {"content": "x" * (2 * MB)}
        answer = app.test_client().post(f"/api/casework{path}", json=body, headers=who.bearer)
        assert answer.status_code == status
