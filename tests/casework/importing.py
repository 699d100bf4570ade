"""What the tests of imports share: files, and ways to send, do and look at them."""

import base64
from typing import Any

from sqlalchemy import select

from services.casework.actions import imports
from services.casework.api.import_layouts import TAKES, check
from services.casework.store.imports import import_lot, import_row

PEOPLE = "key,full_name,date_of_birth,channel,language,address,postcode,heard_of,basis,source\n"
AMINA = "A-1,Amina Canary,1985-01-02,letter,en,1 Harbour Row; Eastgate,ZZ1 1AA,library,public-task,Contract\n"
NED = "A-2,Ned Penrose,1990-02-03,letter,cy,2 Harbour Row,ZZ1 1AA,library,public-task,Contract\n"
WRONG = "A-3,,1990-02-30,letter,en,3 Harbour Row,ZZ1 1AA,nowhere,public-task,Contract\n"


def begin(office: Any, kind: str, *parts: str, client: Any = None) -> str:
    leader = client or office.staff("team leader", name="Mair Leader")
    begun = leader.post("/imports", {"kind": kind})
    assert begun.status_code == 201, begun.json
    for part in parts:
        added = leader.post(f"/imports/{begun.json['id']}/rows", {"csv": part})
        assert added.status_code == 200, added.json
    return str(begun.json["id"])


def start(office: Any, id: str) -> dict[str, int]:
    """Start it, let the timer do its work, and say how it went."""
    leader = office.staff("team leader")
    assert leader.post(f"/imports/{id}/start", {}).status_code == 200
    while imports.do_next(office.context.database, TAKES):
        pass
    (found,) = [one for one in leader.get("/imports").json["items"] if one["id"] == id]
    return dict(found["counts"])


def upload(office: Any, kind: str, content: str | bytes, status: int = 201) -> Any:
    """Hand in a whole file, and let the timer look at it."""
    written = content if isinstance(content, bytes) else content.encode()
    body = {"kind": kind, "content": base64.b64encode(written).decode()}
    begun = office.staff("team leader", name="Mair Leader").post("/imports", body)
    assert begun.status_code == status, begun.json
    while imports.read_next(office.context.database, check):
        pass
    return begun.json


def shown(office: Any, id: str) -> dict[str, Any]:
    return dict(office.staff("team leader").get(f"/imports/{id}").json)


def kept(office: Any) -> list[Any]:
    """What is still written down of rows, deciphered."""
    with office.context.database.transaction() as session:
        waiting = session.execute(select(import_lot.c.cells)).scalars().all()
        return [*waiting, *session.execute(select(import_row.c.key, import_row.c["values"])).all()]


def rows(office: Any, id: str, state: str = "") -> list[dict[str, Any]]:
    query = f"?state={state}" if state else ""
    return list(office.staff("team leader").get(f"/imports/{id}/rows{query}").json["items"])


def names(office: Any) -> list[str]:
    return sorted(one["full_name"] for one in office.adviser.get("/participants").json["items"])
