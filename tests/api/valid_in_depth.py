"""Valid requests for what casework has beyond the journey: groups, job search, joining, a person's rights.

They follow those of `valid_requests`, on the day on which these end, and use the people whom they registered.
"""

import base64
from collections.abc import Iterable

import found
from found import PEOPLE
from steps import ID, Body, Found, Step, Valid

HERE = "/api/casework"
PDF = base64.b64encode(
    b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
).decode()
BASIS = {"purpose": "support", "basis": "public-task", "source": "Contract"}


def named(name: str, born: str) -> Body:
    """A record with a day of birth, of somebody who is written to."""
    contact = {
        "channel": "letter",
        "language": "cy",
        "address_lines": ["5 Lock Lane", "Eastgate"],
        "postcode": "ZZ1 1AB",
        "safe_contact": {"voicemail": False, "letter": True},
    }
    told = {"full_name": name, "date_of_birth": born, "contact": contact, "heard_of": "library"}
    return told | {"out_of_work_since": "2025-01-06"}


def groups_and_hours() -> Iterable[Step]:
    """Weekly hours, days off, groups, and the wish for an earlier time."""
    hours = {"weekday": "tuesday", "begins": "09:00", "ends": "11:00", "minutes": 30, "channels": ["phone"]}
    yield Valid("anwen", f"POST {HERE}/weekly-hours", hours, {"hours": ID})
    yield Valid("anwen", f"POST {HERE}/weekly-hours/{{hours}}/ending")
    away = {"from_on": "2026-01-26", "until_on": "2026-01-30"}
    yield Valid("anwen", f"POST {HERE}/time-off", away, {"time_off": ID})
    yield Valid("anwen", f"POST {HERE}/time-off/{{time_off}}/withdrawal")
    times = {"starts_at": "2026-01-07T10:00:00Z", "ends_at": "2026-01-07T11:00:00Z"}
    club = times | {"kind": "job-club", "title": "Job club", "channel": "phone", "capacity": 4}
    yield Valid("anwen", f"POST {HERE}/groups", club, {"session": ID})
    asked = {"session_id": "{session}"}
    yield Valid("amina", f"POST {PEOPLE}/{{amina}}/group-places", asked, {"place": ID})
    yield Valid("amina", f"POST {HERE}/group-places/{{place}}/giving-up")
    yield Valid("anwen", f"POST {HERE}/groups/{{session}}/changes", {"title": "Jobs and coffee"})
    yield Valid("anwen", f"POST {HERE}/groups/{{session}}/handover", {"led_by": "{tomasz}"})
    yield Valid("anwen", f"POST {HERE}/groups/{{session}}/cancellation", {"reason": "Nobody came"})
    met = {"starts_at": "2026-01-15T10:00:00Z", "ends_at": "2026-01-15T10:30:00Z", "channel": "phone"}
    yield Valid("anwen", f"POST {PEOPLE}/{{amina}}/appointments", met, {"far": ID})
    yield Valid("amina", f"POST {HERE}/appointments/{{far}}/earlier-wish", {}, {"wish": ID})
    yield Valid("amina", f"POST {HERE}/earlier-wishes/{{wish}}/withdrawal")


def job_search() -> Iterable[Step]:
    """Vacancies, papers, interviews, a diary and its evidence."""
    job = {"title": "Night baker", "employer": "Harbour Foods", "advert": "Early hours, good bread."}
    yield Valid("amina", f"POST {PEOPLE}/{{amina}}/vacancies", job, {"vacancy": ID})
    letter = {"kind": "letter", "title": "To the bakery", "text": "I have baked for twelve at home."}
    yield Valid("amina", f"POST {PEOPLE}/{{amina}}/papers", letter, {"paper": ID})
    yield Valid("amina", f"POST {HERE}/papers/{{paper}}/versions", {"text": "I bake for twelve, daily."})
    talk = {"starts_at": "2026-01-08T10:00:00Z", "ends_at": "2026-01-08T10:45:00Z", "channel": "video"}
    yield Valid("amina", f"POST {HERE}/applications/{{applied}}/interviews", talk, {"interview": ID})
    later = talk | {"starts_at": "2026-01-09T10:00:00Z", "ends_at": "2026-01-09T10:45:00Z"}
    moved = f"POST {HERE}/interviews/{{interview}}/rearrangement"
    yield Valid("amina", moved, later, {"interview": ID})
    yield Valid("amina", f"POST {HERE}/interviews/{{interview}}/cancellation")
    looked = {"kind": "looking", "minutes": 40}
    yield Valid("amina", f"POST {PEOPLE}/{{amina}}/search-diary", looked, {"activity": ID})
    shown = {"from": "2025-12-01", "until": "2025-12-24"}
    yield Valid("amina", f"POST {PEOPLE}/{{amina}}/search-evidence", shown, {"evidence": ID})
    yield Valid("amina", f"POST {HERE}/search-evidence/{{evidence}}/revocation")
    yield Valid("amina", f"POST {HERE}/search-diary/{{activity}}/removal")
    yield Valid("amina", f"POST {PEOPLE}/{{amina}}/copy-check", {"text": "I bake for twelve, daily."})
    given = {"title": "How to begin", "text": "I am writing to you about the place that you have."}
    yield Valid("anwen", f"POST {HERE}/given-texts", given, {"given": ID})
    yield Valid("anwen", f"POST {HERE}/given-texts/{{given}}/removal")


def in_work() -> Iterable[Step]:
    """How a job goes, how the way there was, how far somebody has come; and who looks at a calendar."""
    job = {"kind": "employment", "started_on": "2025-12-17", "employer": "Eastgate Library"}
    yield Valid("anwen", f"POST {PEOPLE}/{{ned}}/spells", job, {"kept": ID})
    at = f"POST {HERE}/spells/{{kept}}"
    yield Valid("anwen", f"{at}/in-work-plan", None, {"touch": ID})
    yield Valid("anwen", f"{at}/employer-contact", {"may_contact": False})
    yield Valid("anwen", f"{at}/evidence", {"kind": "payslip"})
    yield Valid("anwen", f"POST {HERE}/in-work-plans/{{touch}}/end")
    yield Valid("amina", f"POST {PEOPLE}/{{amina}}/journey", {"place": "Station Parade", "minutes": 25})
    yield Valid("amina", f"POST {PEOPLE}/{{amina}}/ratings", {"ratings": {"caring": 3}})
    feed = {"digest": "ab" * 32}
    yield Valid("amina", f"POST {HERE}/calendar-feeds", feed, {"feed": ID})
    yield Valid("amina", f"POST {HERE}/calendar-feeds/{{feed}}/revocation")


def joining() -> Iterable[Step]:
    """By oneself under a code, and with an adviser; a second record is found to be the same person's."""
    yield Valid(None, f"POST {HERE}/joining", {"organisation_id": "{northbridge}"}, {"code": "code"})
    told = named("Peg Rowan", "1979-04-02") | {"agreed": ["support"]}
    yield Valid(None, f"POST {HERE}/joining/answers", {"code": "{code}", "answers": told})
    yield Valid(None, f"POST {HERE}/joining/return", {"code": "{code}"})
    yield Valid(None, f"POST {HERE}/joining/sending", {"code": "{code}"})
    begun = Valid("anwen", f"POST {HERE}/joining-requests", {"answers": told}, {"asking": ID})
    at = f"POST {HERE}/joining-requests/{{asking}}"
    yield from (
        begun,
        Valid("anwen", f"PATCH {HERE}/joining-requests/{{asking}}", {"called": "Peg"}),
        Valid("anwen", f"{at}/acceptance", {"lawful_bases": [BASIS]}, {"peg": ID}),
    )
    yield from (begun, Valid("anwen", f"{at}/recognition", {"participant_id": "{peg}"}))
    yield from (begun, Valid("anwen", f"{at}/refusal", {"reason": "They moved away"}))
    again = named("Peg Rowan", "1979-04-02") | {"lawful_bases": [BASIS], "different_person": True}
    yield Valid("anwen", f"POST {PEOPLE}", again, {"peggy": ID})
    yield Found("pair", found.lookalikes)
    merged = {"into": "{peg}", "reason": "The same person"}
    yield Valid("nb-admin", f"POST {PEOPLE}/{{peggy}}/merger", merged, {"merger": ID})
    yield Valid("nb-admin", f"POST {HERE}/mergers/{{merger}}/reversal")
    yield Valid("anwen", f"POST {PEOPLE}/searches", {"text": "peg rowan"})
    ground = {"purpose": "health-information", "basis": "legal-obligation", "source": "Contract"}
    yield Valid("anwen", f"POST {PEOPLE}/{{peg}}/lawful-bases", ground)
    yield Found("basis", found.last_basis_of("peg"))
    yield Valid("anwen", f"POST {HERE}/lawful-bases/{{basis}}/ending")


def rights() -> Iterable[Step]:
    """Documents, a copy, a correction, a restriction, a hold, an erasure, an export, a breach."""
    scan = {"name": "cv.pdf", "content": PDF, "kind": "cv", "title": "My CV"}
    yield Valid("amina", f"POST {PEOPLE}/{{amina}}/documents", scan, {"document": ID})
    newer = {"name": "cv.txt", "content": base64.b64encode(b"I bake for twelve.").decode()}
    yield Valid("amina", f"POST {HERE}/documents/{{document}}/editions", newer)
    yield Valid("dilys", f"POST {PEOPLE}/{{amina}}/access-requests", {}, {"request": ID})
    yield Valid("dilys", f"POST {HERE}/access-requests/{{request}}/extension", {"reason": "Much to read"})
    yield Found("answered", found.everybody_has_answered)
    left = {"service": "casework", "table": "participant", "row": "{amina}", "field": "campaign"}
    why = {"entries": [left], "reason": "about-another-person"}
    yield Valid("dilys", f"POST {HERE}/access-requests/{{request}}/redactions", why)
    yield Found("redaction", found.what_is_left_out)
    yield Valid("dilys", f"POST {HERE}/access-requests/{{request}}/redactions/{{redaction}}/withdrawal")
    yield Valid("dilys", f"POST {HERE}/access-requests/{{request}}/release")
    wrong = {"part": "work", "wrong": "I left in May", "right": "I left in June"}
    yield Valid("amina", f"POST {PEOPLE}/{{amina}}/corrections", wrong, {"correction": ID})
    yield Valid("anwen", f"POST {HERE}/corrections/{{correction}}/decision", {"decision": "made"})
    yield Valid("dilys", f"POST {PEOPLE}/{{peg}}/holds", {"reason": "A court has asked"}, {"hold": ID})
    yield Valid("dilys", f"POST {HERE}/holds/{{hold}}/lifting")
    few = {"reason": "A relation works here", "readers": []}
    yield Valid("dilys", f"POST {PEOPLE}/{{olive}}/restriction", few)
    yield Found("reference", found.reference_of("olive"))
    glass = {"reference": "{reference}", "reason": "She rang in distress"}
    yield Valid("anwen", f"POST {HERE}/emergency-readings", glass, {"reading": ID})
    yield Valid("dilys", f"POST {HERE}/emergency-readings/{{reading}}/review", {"finding": "justified"})
    yield Valid("dilys", f"POST {PEOPLE}/{{olive}}/restriction/lifting")
    looked = {"reason": "They asked for it"}
    prepared = Valid("dilys", f"POST {PEOPLE}/{{peg}}/erasures", looked, {"erasure": ID})
    yield from (prepared, Valid("dilys", f"POST {HERE}/erasures/{{erasure}}/withdrawal"))
    yield from (prepared, Valid("nb-admin", f"POST {HERE}/erasures/{{erasure}}/execution"))
    asked = {"what": "spells", "reason": "For the auditor"}
    yield Valid("dilys", f"POST {HERE}/bulk-exports", asked, {"export": ID})
    yield Valid("nb-admin", f"POST {HERE}/bulk-exports/{{export}}/decision", {"allowed": True})
    lost = {"noticed_at": "2025-12-23T09:00:00Z", "what": "A list was left on the bus", "risk": "likely"}
    yield Valid("dilys", f"POST {HERE}/breaches", lost, {"breach": ID})
    yield Valid("dilys", f"POST {HERE}/breaches/{{breach}}/notes", {"words": "The driver has it"})
    yield Valid("dilys", f"POST {HERE}/breaches/{{breach}}/report", {"reference": "IC-1"})
    yield Valid("dilys", f"POST {HERE}/breaches/{{breach}}/telling", {"how": "By letter"})
    yield Valid("dilys", f"POST {HERE}/breaches/{{breach}}/closing", {"reason": "It came back"})


PARTS = (groups_and_hours, job_search, in_work, joining, rights)
