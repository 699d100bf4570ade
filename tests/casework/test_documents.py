"""Documents: what may be handed in, how it is kept, looked at for viruses, and handed out."""

import base64
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from chassis.ids import new_id
from chassis.testing import actors
from services.casework.actions.documents import sniffed
from services.casework.actions.scanning import scan_waiting
from services.casework.clamav import Clamd, ScannerAway
from services.casework.domain.documents import LARGEST

sys.path.append(str(Path(__file__).parent))

from scanner import EICAR, Scanner, scanning

PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer << >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0" * 17


@pytest.fixture
def scanner(office: Any) -> Iterator[Scanner]:
    """A scanner that casework is told of."""
    with scanning() as found:
        settings = office.context.settings
        office.context.settings = replace(settings, clamav_address=found.address)
        yield found
        office.context.settings = settings


def told(content: bytes, **more: Any) -> dict[str, Any]:
    return {
        "kind": "cv",
        "title": "My Canary CV",
        "name": "cv.pdf",
        "content": base64.b64encode(content).decode(),
    } | more


def hand_in(client: Any, person: str, content: bytes = PDF, **more: Any) -> Any:
    return client.post(f"/participants/{person}/documents", told(content, **more))


def test_it_is_kept_encrypted_and_handed_out_with_care(office: Any) -> None:
    id = office.register()
    made = hand_in(office.person(id), id, name='C:\\fakepath\\my "cv"\r\n.pdf')
    assert made.status_code == 201, made.json
    edition = made.json["editions"][0]
    assert (edition["media_type"], edition["size"], edition["scan"]) == (
        "application/pdf",
        len(PDF),
        "not-scanned",
    )
    assert edition["file_name"] == "my cv.pdf"
    with office.context.database.transaction() as session:
        kept = "".join(map(str, session.execute(text("select * from document_edition, document")).one()))
    assert base64.b64encode(PDF).decode()[:20] not in kept
    assert "Canary" not in kept
    for client in (office.adviser, office.person(id), office.staff("data-protection officer")):
        file = client.get(f"/documents/{made.json['id']}/editions/1/file")
        assert (file.status_code, file.data) == (200, PDF)
    assert file.headers["Content-Disposition"] == "attachment; filename*=UTF-8''my%20cv.pdf"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in file.headers["Content-Security-Policy"]
    assert file.headers["Content-Type"] == "application/octet-stream"
    seen = office.person(id).get(f"/participants/{id}/access").json["items"]
    assert ("document", "data-protection") in {(one["what"], one["why"]) for one in seen}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"MZ\x90\0" + b"\0" * 64, "file-type-not-taken"),
        (b"PK\x03\x04" + b"\0" * 64, "file-type-not-taken"),
        (b"\xff\xfe\x00\x01", "file-type-not-taken"),
        (b"x" * (LARGEST + 1), "file-too-large"),
    ],
    ids=["empty", "program", "archive", "no text", "large"],
)
def test_what_is_not_taken(office: Any, content: bytes, code: str) -> None:
    id = office.register()
    refused = hand_in(office.adviser, id, content)
    assert (refused.status_code, refused.json["code"], list(refused.json["errors"])) == (
        422,
        code,
        ["content"],
    )
    assert office.adviser.get(f"/participants/{id}/documents").json["items"] == []


def test_what_is_malformed_and_what_is_far_too_large(office: Any) -> None:
    id = office.register()
    at = f"/participants/{id}/documents"
    assert list(office.adviser.post(at, told(PDF) | {"content": "no base64!"}).json["errors"]) == ["content"]
    assert list(office.adviser.post(at, told(PDF, kind="nonsense")).json["errors"]) == ["kind"]
    assert hand_in(office.adviser, id, b"x" * (LARGEST * 2)).status_code == 413
    note = {"channel": "phone", "direction": "in", "summary": "x" * (2 * 1024 * 1024)}
    assert office.adviser.post(f"/participants/{id}/contacts", note).status_code == 413, (
        "only files are large"
    )
    assert hand_in(office.adviser, id, b"x" * LARGEST).status_code == 201


def test_a_kind_is_told_by_its_content() -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<x/>")
    assert sniffed(made.getvalue()) == "application/vnd.oasis.opendocument.text"
    assert sniffed(PDF) == "application/pdf"
    assert sniffed(PNG) == "image/png"
    assert sniffed("Llythyr i’r cyflogwr\n".encode()) == "text/plain"


@given(st.binary(max_size=300))
def test_whatever_is_handed_in_is_told_or_not_and_never_fails(content: bytes) -> None:
    kind = sniffed(content)
    assert kind is None or "/" in kind


def test_a_new_edition_replaces_it_and_the_old_one_stays(office: Any) -> None:
    id = office.register()
    document = hand_in(office.person(id), id).json["id"]
    at = f"/documents/{document}/editions"
    same = office.adviser.post(at, {"name": "a.pdf", "content": told(PDF)["content"]})
    assert (same.status_code, same.json["code"]) == (409, "same-file")
    newer = office.assisting(id).post(at, {"name": "b.png", "content": told(PNG)["content"]}).json
    assert [(one["number"], one["assisted"]) for one in newer["editions"]] == [(1, False), (2, True)]
    assert office.adviser.get(f"{at}/1/file").data == PDF
    assert office.adviser.get(f"{at}/2/file").data == PNG
    assert office.adviser.get(f"{at}/3/file").status_code == 404


def test_what_is_taken_away_is_gone(office: Any) -> None:
    id = office.register()
    document = hand_in(office.person(id), id).json["id"]
    assert office.person(id).post(f"/documents/{document}/withdrawal").status_code == 200
    assert office.adviser.get(f"/participants/{id}/documents").json["items"] == []
    assert office.adviser.get(f"/documents/{document}/editions/1/file").status_code == 404
    assert office.adviser.post(f"/documents/{document}/withdrawal").json["code"] == "document-withdrawn"


def test_nobody_else_reaches_it(office: Any) -> None:
    id = office.register()
    document = hand_in(office.person(id), id).json["id"]
    at = (f"/participants/{id}/documents", f"/documents/{document}/editions/1/file")
    for stranger in (office.other_adviser, office.person(str(new_id()))):
        for path in at:
            assert stranger.get(path).status_code == 404, path
        assert hand_in(stranger, id).status_code == 404
        assert stranger.post(f"/documents/{document}/withdrawal").status_code == 404
        body = {"name": "x", "content": told(PNG)["content"]}
        assert stranger.post(f"/documents/{document}/editions", body).status_code == 404
    for role in ("operator", "finance officer", "analyst", "provider staff"):
        assert all(office.staff(role).get(path).status_code == 403 for path in at)
    assert office.as_(actors.anonymous()).get(at[1]).status_code == 401
    assert hand_in(office.staff("data-protection officer"), id).status_code == 403


def test_it_waits_for_the_scanner_and_an_infected_file_is_handed_to_nobody(
    office: Any, scanner: Scanner
) -> None:
    id = office.register()
    clean = hand_in(office.adviser, id).json
    bad = hand_in(office.person(id), id, b"Dear employer, " + EICAR).json
    assert clean["editions"][0]["scan"] == "waiting"
    early = office.adviser.get(f"/documents/{clean['id']}/editions/1/file")
    assert (early.status_code, early.json["code"]) == (409, "waiting-for-scan")
    assert scan_waiting(office.context) == 2
    assert scan_waiting(office.context) == 0, "each once"
    assert scanner.seen == [len(PDF), 15 + len(EICAR)]
    assert office.adviser.get(f"/documents/{clean['id']}/editions/1/file").data == PDF
    for client in (office.adviser, office.person(id), office.staff("data-protection officer")):
        refused = client.get(f"/documents/{bad['id']}/editions/1/file")
        assert (refused.status_code, refused.json["code"]) == (409, "infected")
    scans = {
        one["id"]: one["editions"][0]["scan"]
        for one in office.adviser.get(f"/participants/{id}/documents").json["items"]
    }
    assert scans == {clean["id"]: "clean", bad["id"]: "infected"}


def test_what_came_before_there_was_a_scanner_is_looked_at_once_there_is_one(office: Any) -> None:
    id = office.register()
    hand_in(office.adviser, id, EICAR)
    assert scan_waiting(office.context) == 0
    with scanning() as found:
        settings = office.context.settings
        office.context.settings = replace(settings, clamav_address=found.address)
        assert scan_waiting(office.context) == 1
    assert hand_in(office.adviser, id).status_code == 201
    assert scan_waiting(office.context) == 0, "the scanner is away: it is asked again later"
    office.context.settings = settings


def test_a_scanner_that_is_away_or_speaks_otherwise() -> None:
    with scanning() as found:
        address = found.address
        assert Clamd.at(address).scan(b"x" * 200_000) is None
        assert Clamd.at(address).scan(EICAR) == "Eicar-Test-Signature"
        with pytest.raises(ScannerAway, match="size limit"):
            Clamd.at(address).scan(b"x" * (26 * 1024 * 1024))
    with pytest.raises(ScannerAway):
        Clamd.at(address).scan(b"x")
