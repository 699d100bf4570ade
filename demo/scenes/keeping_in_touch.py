"""Appointments that people book themselves, a call list for those who are offline, one timeline for all."""

from datetime import time
from typing import Any

from demo.client import Person, until
from demo.stage import Script, Stage

script = Script()


@script.scene("2025-04-01", "Anwen opens her diary; Amina books a free half hour")
def appointment_is_booked(stage: Stage) -> None:
    stage["anwen"].post(
        "/api/casework/availability",
        {
            "starts_at": "2025-04-03T09:00:00Z",
            "ends_at": "2025-04-03T12:00:00Z",
            "minutes": 30,
            "channels": ["in-person", "phone", "video"],
            "place": "4 Station Parade, Eastgate",
        },
        key="availability anwen",
    )
    for person, channel, place in (("amina", "in-person", 0), ("gethin", "video", 2)):
        _book(stage, stage[person], person, channel, place)
    _book(stage, stage["anwen"], "walter", "in-person", 4)
    until(lambda: _calls(stage, "walter"), "Walter has to be told by phone what was booked")


@script.scene("2025-04-02", "Reminders go out: by email, and for Walter onto Anwen's call list")
def reminders_are_sent(stage: Stage) -> None:
    stage.day("2025-04-02", time(14, 0))
    for person in ("amina", "gethin"):
        until(lambda p=person: len(_mail_to(stage, p)) >= 2, f"a confirmation and a reminder reach {person}")
    until(lambda: len(_calls(stage, "walter")) == 2, "Walter is to be reminded too")


@script.scene("2025-04-02", "Anwen rings Walter's sister's shop, and posts him the times as well")
def walter_is_reached(stage: Stage) -> None:
    stage.day("2025-04-02", time(16, 0))
    for number, call in enumerate(_calls(stage, "walter")):
        body = {
            "channel": "phone",
            "direction": "out",
            "summary": "Left word with his sister: Thursday, eleven o'clock, Station Parade.",
            "call_id": call["id"],
        }
        stage["anwen"].post(_contacts(stage, "walter"), body, key=f"call walter {number}")
    letter = {"channel": "letter", "direction": "out", "summary": "Times and a map, in large print."}
    stage["anwen"].post(_contacts(stage, "walter"), letter, key="letter walter")


@script.scene("2025-04-03", "All three come; a letter and a call sit in the same timeline")
def people_attend(stage: Stage) -> None:
    stage.day("2025-04-03", time(15, 0))
    for person, attendance in (("amina", "attended"), ("gethin", "attended"), ("walter", "late")):
        appointment = stage.ids[f"appointment {person}"]
        stage["anwen"].post(
            f"/api/casework/appointments/{appointment}/attendance",
            {"attendance": attendance},
            key=f"attendance {person}",
        )
    visit = {"channel": "phone", "direction": "in", "summary": "Amina rang: the school says yes."}
    stage["anwen"].post(_contacts(stage, "amina"), visit, key="call from amina")


def _book(stage: Stage, by: Person, person: str, channel: str, place: int) -> None:
    """Take the `place`th of the times that were free at the beginning."""
    address = f"/api/casework/participants/{stage.ids[person]}"
    start = f"2025-04-03T{9 + place // 2:02}:{place % 2 * 30:02}:00"
    slot = until(
        lambda: _slot(by, address, start) or _booked(by, address, start), f"a free time for {person}"
    )
    if "channels" in slot:
        body = {"slot_id": slot["id"], "channel": channel, "purpose": "How is it going?"}
        slot = by.post(f"{address}/appointments", body, key=f"book {person}")
    stage.ids[f"appointment {person}"] = slot["id"]


def _slot(by: Person, address: str, start: str) -> dict[str, Any] | None:
    return next((s for s in by.get(f"{address}/slots")["items"] if s["starts_at"].startswith(start)), None)


def _booked(by: Person, address: str, start: str) -> dict[str, Any] | None:
    items = by.get(f"{address}/appointments")["items"]
    return next((a for a in items if a["starts_at"].startswith(start)), None)


def _contacts(stage: Stage, person: str) -> str:
    return f"/api/casework/participants/{stage.ids[person]}/contacts"


def _calls(stage: Stage, person: str) -> list[dict[str, Any]]:
    calls = stage["anwen"].get("/api/casework/call-list")["items"]
    return [call for call in calls if call["participant_id"] == stage.ids[person]]


def _mail_to(stage: Stage, person: str) -> list[str]:
    mails = [path.read_text(encoding="utf-8", errors="replace") for path in stage.postbox.glob("*.eml")]
    return [mail for mail in mails if f"{person}@people.example" in mail]
