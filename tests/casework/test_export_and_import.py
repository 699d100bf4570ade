"""What goes out as a file comes in elsewhere: the same people, contacts and spells, by the same layout."""

import base64
import csv
import io
from typing import Any
from uuid import UUID

from sqlalchemy import text

from chassis.ids import new_id
from services.casework.actions import imports
from services.casework.api.import_layouts import TAKES, check

OFFICER = "data-protection officer"
SAFE = {
    "voicemail": False,
    "letter": True,
    "sender_name": "A friend",
    "quiet_from": "21:00",
    "quiet_until": "08:00",
}
CONTACT = {"channel": "phone", "language": "cy", "phone": "07700 900123", "safe_contact": SAFE}


def export(office: Any, what: str, org: UUID) -> str:
    """Take a file of everybody, as one who asked and with the leave of another."""
    leader, officer = office.staff("team leader", org=org, id=new_id()), office.staff(OFFICER, org=org)
    asked = leader.post("/bulk-exports", {"what": what, "reason": "They move to another system"}).json["id"]
    officer.post(f"/bulk-exports/{asked}/decision", {"allowed": True})
    return str(leader.get(f"/bulk-exports/{asked}/file").get_data(as_text=True))


def bring_in(office: Any, kind: str, written: str, org: UUID) -> dict[str, int]:
    leader, database = office.staff("team leader", org=org), office.context.database
    body = {"kind": kind, "content": base64.b64encode(written.encode()).decode()}
    id = leader.post("/imports", body).json["id"]
    while imports.read_next(database, check):
        pass
    assert leader.post(f"/imports/{id}/start", {}).status_code == 200, leader.get(f"/imports/{id}/rows").text
    while imports.do_next(database, TAKES):
        pass
    return dict(leader.get(f"/imports/{id}").json["counts"])


def facts(written: str) -> list[dict[str, str]]:
    """What the rows say, without what each organisation calls them."""
    named = ("key", "person")
    lines = [{k: v for k, v in row.items() if k not in named} for row in csv.DictReader(io.StringIO(written))]
    return sorted(lines, key=str)


def test_what_goes_out_comes_in_elsewhere_as_it_was(office: Any) -> None:
    amina = office.register(
        full_name="=Amina Yusuf",
        contact=CONTACT,
        national_insurance_number="QQ123456C",
        accessibility_needs=["large-print", "step-free"],
    )
    ned = office.register(full_name="Ned “Slim” Penrose, jr", date_of_birth=None, called="-Ned")
    note = {"channel": "visit", "direction": "in", "occurred_at": "2025-03-02T09:30:00Z", "assisted": True}
    office.adviser.post(f"/participants/{amina}/contacts", note | {"summary": '- a map,\n"and" a bus pass'})
    office.adviser.post(f"/participants/{ned}/contacts", note | {"summary": "@noon"})
    job = {"kind": "employment", "started_on": "2025-01-06", "ended_on": "2025-02-07", "hours_per_week": 16}
    office.adviser.post(
        f"/participants/{amina}/spells", job | {"employer": "+Harbour Foods", "job_title": "Packer"}
    )
    before = {what: export(office, what, office.here) for what in TAKES}
    with office.context.database.transaction() as session:
        session.execute(text("update participant set national_insurance_index = null"))
    for what, count in (("people", 2), ("contacts", 2), ("spells", 1)):
        assert bring_in(office, what, before[what], office.elsewhere) == {"done": count}
    after = {what: export(office, what, office.elsewhere) for what in TAKES}
    for what in TAKES:
        assert facts(after[what]) == facts(before[what])
        assert len(facts(before[what])) == (1 if what == "spells" else 2)
        assert not any(
            cell.startswith(("=", "+", "-", "@")) for row in facts(after[what]) for cell in row.values()
        )
    assert bring_in_again(office, before["people"]) == {"known": 2}


def bring_in_again(office: Any, written: str) -> dict[str, int]:
    leader = office.staff("team leader", org=office.elsewhere)
    body = {"kind": "people", "content": base64.b64encode(written.encode()).decode()}
    id = leader.post("/imports", body).json["id"]
    while imports.read_next(office.context.database, check):
        pass
    return dict(leader.get(f"/imports/{id}").json["counts"])
