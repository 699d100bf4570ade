"""A valid request for each deed of the API, in an order in which each can be done.

`{amina}` and the like in a path or a body stand for ids: those of the journey, and those that a request
before it kept under a name. GETs are not here: they need no body, and every role tries them all.
"""

from collections.abc import Iterable

import found
import valid_in_depth
from found import PEOPLE
from steps import ID, Body, Found, Step, Valid

from demo.cast import PASSWORD

REFERRALS = "/api/marketplace/referrals"
COMMUNITY = "/api/community"


def registration(name: str) -> Body:
    """A record that needs a letter, of somebody who has an address and nothing else."""
    return {
        "full_name": name,
        "contact": {
            "channel": "letter",
            "language": "en",
            "address_lines": ["3 Harbour Row", "Eastgate"],
            "postcode": "ZZ1 1AA",
            "safe_contact": {"voicemail": False, "letter": True},
        },
        "heard_of": "library",
        "out_of_work_since": "2025-01-06",
        "lawful_bases": [
            {"purpose": p, "basis": "public-task", "source": "Contract"} for p in ("support", "referral")
        ],
    }


def plan(due_on: str) -> Body:
    """A plan of one thing to do."""
    action = {"title": "Ask for a card", "towards_kind": "goal", "towards": "Read more"}
    return {"aim": "Work with books", "actions": [action | {"owner": "participant", "due_on": due_on}]}


def referral(person: str) -> Body:
    """To the walks; the package is what a person would type."""
    package = {"name": "Somebody", "contact": "By letter", "needs": ["Company"]}
    return {
        "participant_id": person,
        "offer_id": "{walks}",
        "lawful_basis": "public-task",
        "package": package,
    }


def gateway() -> Iterable[Step]:
    """Accounts, invitations and sessions."""
    amina = {"email": "amina@people.example", "password": PASSWORD}
    newcomer = {"name": "New Person", "roles": ["adviser"], "organisation_id": "{northbridge}"}
    yield Valid(None, "POST /api/sessions", amina)
    yield Valid("nb-admin", "POST /api/me/organisation", {"organisation_id": "{northbridge}"})
    first = newcomer | {"email": "first@northbridge.example"}
    second = newcomer | {"email": "second@northbridge.example"}
    yield Valid("nb-admin", "POST /api/invitations", first, {"token": "token"})
    accepting = {"token": "{token}", "password": PASSWORD}
    yield Valid(None, "POST /api/invitations/acceptance", accepting)
    yield Valid("nb-admin", "POST /api/invitations", second, {"invitation": ID})
    yield Valid("nb-admin", "POST /api/invitations/{invitation}/withdrawal")
    yield Found("account", found.account_of("first@northbridge.example"))
    yield Valid("nb-admin", "POST /api/accounts/{account}/departure")
    yield Valid("dilys", "DELETE /api/sessions/current")
    yield Valid("dilys", "DELETE /api/sessions")


def people() -> Iterable[Step]:
    """Two more people are registered; the record, plans, consents."""
    yield Valid("anwen", f"POST {PEOPLE}", registration("Olive Marsh"), {"olive": ID})
    yield Valid("anwen", f"POST {PEOPLE}", registration("Ned Penrose"), {"ned": ID})
    yield Valid("anwen", f"PATCH {PEOPLE}/{{olive}}", {"called": "Ol"}, edits=True)
    told = {"circumstances": {"health": {"affects_work": "somewhat", "about": ["mental"]}}}
    yield Valid("anwen", f"POST {PEOPLE}/{{olive}}/circumstances", told)
    said = {"purpose": "contact-later", "given": True, "evidence": "On the phone"}
    yield Valid("anwen", f"POST {PEOPLE}/{{olive}}/consents", said)
    yield Valid("anwen", f"POST {PEOPLE}/{{amina}}/plans", plan("2025-12-24"), {"plan": ID})
    yield Valid("anwen", "PATCH /api/casework/plans/{plan}", {"aim": "Work in a library"}, edits=True)
    yield Valid("anwen", "POST /api/casework/plans/{plan}/submission")
    yield Valid("amina", "POST /api/casework/plans/{plan}/return", {"reason": "Too much at once"})
    yield Valid("anwen", "POST /api/casework/plans/{plan}/submission")
    yield Valid("amina", "POST /api/casework/plans/{plan}/agreement")
    yield Found("action", found.action)
    yield Valid("amina", "POST /api/casework/plans/{plan}/actions/{action}/completion", {"note": "I did"})
    own = plan("2025-12-26")["actions"][0] | {"remind_days": 1}
    yield Valid("amina", "POST /api/casework/plans/{plan}/actions", own)
    yield Found("own", found.last_action)
    yield Valid("amina", "POST /api/casework/plans/{plan}/actions/{own}/progress", {"step": "started"})
    yield Valid("amina", "POST /api/casework/plans/{plan}/actions/{own}/evidence", {"words": "My card"})
    yield Valid("anwen", "POST /api/casework/plans/{plan}/reviews", {"note": "It goes well"})
    yield Found("recommendation", found.recommendation)
    challenged = {"answer": "challenged", "reason": "I do not like dogs"}
    yield Valid("amina", "POST /api/casework/recommendations/{recommendation}/answer", challenged)
    answered = {"outcome": "set-aside", "words": "You are right"}
    yield Valid("anwen", "POST /api/casework/recommendations/{recommendation}/challenge-answer", answered)


def meetings() -> Iterable[Step]:
    """Diary, appointments and contacts."""
    times = {"starts_at": "2025-12-18T09:00:00Z", "ends_at": "2025-12-18T12:00:00Z", "minutes": 30}
    opened = times | {"channels": ["in-person", "phone"], "place": "4 Station Parade"}
    yield Valid("anwen", "POST /api/casework/availability", opened, {"availability": ID})
    yield Found("slot", found.slot(0))
    booked = {"slot_id": "{slot}", "channel": "in-person"}
    yield Valid("amina", f"POST {PEOPLE}/{{amina}}/appointments", booked, {"appointment": ID})
    yield Found("slot", found.slot(1))
    moved = {"slot_id": "{slot}", "channel": "phone"}
    again = "POST /api/casework/appointments/{appointment}/rearrangement"
    yield Valid("amina", again, moved, {"appointment": ID})
    yield Valid("amina", "POST /api/casework/appointments/{appointment}/cancellation", {"reason": "other"})
    typed = {"starts_at": "2025-12-23T10:00:00Z", "ends_at": "2025-12-23T10:30:00Z", "channel": "phone"}
    yield Valid("anwen", f"POST {PEOPLE}/{{olive}}/appointments", typed, {"met": ID})
    yield Found("letter", found.letter)
    yield Found("message", lambda stage, ids: ids["letter"])
    yield Valid("anwen", "POST /api/notify/letters/{letter}/posting")
    yield Found("today", lambda stage, ids: stage.day("2025-12-24"))
    yield Valid("anwen", "POST /api/casework/appointments/{met}/attendance", {"attendance": "attended"})
    right = {"attendance": "late", "because": "mistyped"}
    yield Valid("anwen", "POST /api/casework/appointments/{met}/attendance/correction", right)
    yield Valid("anwen", "POST /api/casework/availability/{availability}/withdrawal")
    rang = {"channel": "phone", "direction": "in", "summary": "Olive rang."}
    yield Valid("anwen", f"POST {PEOPLE}/{{olive}}/contacts", rang)
    club = {"participant_ids": ["{olive}"], "channel": "in-person", "direction": "out"}
    yield Valid("anwen", "POST /api/casework/group-contacts", club | {"summary": "Job club: CVs"})


def work() -> Iterable[Step]:
    """Applications, programmes, jobs and claims."""
    applied = {"title": "Library assistant", "employer": "Eastgate Library"}
    yield Valid("amina", f"POST {PEOPLE}/{{amina}}/applications", applied, {"applied": ID})
    stage = {"stage": "selected-for-interview"}
    yield Valid("amina", "POST /api/casework/applications/{applied}/stage", stage)
    yield Valid("gethin", f"POST {PEOPLE}/{{gethin}}/grants", None, {"grant": ID})
    yield Valid("gethin", "POST /api/casework/grants/{grant}/revocation")
    joined = {"programme": "pathways", "payment_group": "1", "occurred_on": "2025-12-15"}
    yield Valid("anwen", f"POST {PEOPLE}/{{olive}}/attachment", joined, {"attachment": ID})
    mended = {"payment_group": "3", "occurred_on": "2025-12-15", "reason": "mistyped"}
    yield Valid("anwen", "POST /api/casework/attachments/{attachment}/correction", mended)
    job = {"kind": "employment", "started_on": "2025-12-16", "employer": "Eastgate Library"}
    yield Valid("anwen", f"POST {PEOPLE}/{{olive}}/spells", job, {"job": ID})
    began = {"started_on": "2025-12-15", "reason": "participant-says"}
    yield Valid("anwen", "POST /api/casework/spells/{job}/correction", began)
    paid = {"paid_on": "2025-12-16", "amount_pence": 40_000, "evidence": "payslip"}
    yield Valid("anwen", "POST /api/casework/spells/{job}/pay", paid, {"pay": ID})
    yield Valid("anwen", "POST /api/casework/pay/{pay}/withdrawal", {"reason": "mistyped"})
    yield Valid("anwen", "POST /api/casework/spells/{job}/end", {"reason": "other"})
    yield Found("claim", found.claim(0))
    yield Valid("anwen", "POST /api/casework/claims/{claim}/evidence", {"evidence": "payslip"})
    yield Valid("nb-admin", "POST /api/casework/claims/{claim}/validation")
    yield Valid("farah", "POST /api/casework/claims/{claim}/payment")
    yield Found("claim", found.claim(0))
    yield Valid("farah", "POST /api/casework/claims/{claim}/rejection", {"reason": "no-evidence"})
    terms = {"begins_on": "2025-12-01", "value_pence": 90_000_000}
    signed = terms | {"programme": "jets-scotland"}
    yield Valid("farah", "POST /api/casework/contracts", signed, {"contract": ID})
    mended = terms | {"reason": "mistyped"}
    yield Valid("farah", "POST /api/casework/contracts/{contract}/correction", mended)
    yield Found("tomasz", found.account_of("tomasz@northbridge.example"))
    yield Valid("nb-admin", f"POST {PEOPLE}/{{ned}}/allocation", {"adviser_id": "{tomasz}"})
    yield from caseloads()


def caseloads() -> Iterable[Step]:
    """Somebody is handed over, declined, taken back; leave is covered; an adviser tells of themselves."""
    asked = {"to_adviser_id": "{tomasz}", "note": "Rings back in the mornings"}
    offered = Valid("anwen", f"POST {PEOPLE}/{{olive}}/transfers", asked, {"transfer": ID})
    at = "POST /api/casework/transfers/{transfer}"
    yield from (offered, Valid("tomasz", f"{at}/decline", {"reason": "My diary is full"}))
    yield from (offered, Valid("anwen", f"{at}/withdrawal"))
    yield from (offered, Valid("tomasz", f"{at}/acceptance"))
    leave = {"covered_by": "{tomasz}", "from_on": "2026-01-05", "until_on": "2026-01-09"}
    yield Valid("anwen", "POST /api/casework/covers", leave, {"cover": ID})
    yield Valid("anwen", "POST /api/casework/covers/{cover}/ending")
    yield Valid("nb-admin", "POST /api/casework/imports", {"kind": "contacts"}, {"import": ID})
    yield Found("known_as", found.reference_of("olive"))
    said = "C-1,{known_as},phone,in,2999-01-01T09:00:00Z"
    part = {"csv": f"key,person,channel,direction,occurred_at\n{said}\n"}
    yield Valid("nb-admin", "POST /api/casework/imports/{import}/rows", part)
    yield Valid("nb-admin", "POST /api/casework/imports/{import}/start")
    yield Valid("nb-admin", "POST /api/casework/imports", {"kind": "people"}, {"unwanted": ID})
    yield Valid("nb-admin", "POST /api/casework/imports/{unwanted}/drop")
    told = {"languages": ["en", "pl"], "places": ["ZZ1"], "needs": ["debt"], "part_time_percent": 80}
    yield Valid("tomasz", "PUT /api/casework/advisers/{tomasz}/profile", told, edits=True)


def marketplace() -> Iterable[Step]:
    """Organisations and what they offer; a referral to each end that it can come to."""
    small = {"name": "Lantern Choir", "kind": "specialist"}
    yield Valid("operator", "POST /api/marketplace/organisations", small, {"choir": ID})
    yield Valid("operator", "POST /api/marketplace/organisations/{choir}/verification")
    says = {"description": "Two people, a dog and a boat."}
    yield Valid("cw-admin", "PATCH /api/marketplace/organisations/{clearwater}", says, edits=True)
    barn = {"name": "The barn", "address_lines": ["Lock Lane"], "town": "Eastgate", "postcode": "ZZ1 4CX"}
    yield Valid("cw-admin", "POST /api/marketplace/organisations/{clearwater}/sites", barn)
    offer = {"title": "Walks in winter", "category": "health-wellbeing", "capacity": 9}
    offer |= {"summary": "By lamplight.", "how_it_helps": "Company.", "delivery": ["in-person"]}
    yield Valid("cw-admin", "POST /api/marketplace/offers", offer, {"walks": ID})
    yield Valid("cw-admin", "PATCH /api/marketplace/offers/{walks}", {"capacity": 8}, edits=True)
    sent = Valid("anwen", f"POST {REFERRALS}", referral("{ned}"), {"referral": ID})
    at = f"POST {REFERRALS}/{{referral}}"
    taken = [Valid("cw-admin", f"{at}/{step}") for step in ("acknowledgement", "acceptance")]
    yield from (sent, *taken, Valid("cw-admin", f"{at}/start"))
    yield Valid("cw-admin", f"{at}/end", {"reason": "completed"})
    yield from (sent, *taken, Valid("cw-admin", f"{at}/non-start", {"reason": "not-engaged"}))
    yield from (sent, taken[0], Valid("cw-admin", f"{at}/decline", {"reason": "no-capacity"}))
    yield from (sent, Valid("anwen", f"{at}/withdrawal", {"reason": "mistaken"}))
    yield Valid("anwen", f"POST {REFERRALS}", referral("{olive}"))
    ending = offer | {"title": "Walks in spring"}
    yield Valid("cw-admin", "POST /api/marketplace/offers", ending, {"spring": ID})
    yield Valid("cw-admin", "POST /api/marketplace/offers/{spring}/withdrawal")


def community() -> Iterable[Step]:
    """A thread, its replies, an article, what moderators do, a newsletter."""
    yield Valid("gethin", f"POST {COMMUNITY}/members", {"name": "Night Owl", "pseudonym": True})
    asked = {"title": "Which bus is early?", "body": "To be at the harbour by six."}
    yield Valid("gethin", f"POST {COMMUNITY}/spaces/{{space}}/threads", asked, {"thread": ID})
    at = f"{COMMUNITY}/threads/{{thread}}"
    yield Valid("mina", f"POST {at}/replies", {"body": "The first 14 leaves at five."})
    yield Found("reply", found.reply)
    for what in (at, f"{COMMUNITY}/replies/{{reply}}"):
        yield Valid("amina", f"POST {what}/reactions", {"kind": "helpful"})
        yield Valid("amina", f"DELETE {what}/reactions/{{reaction}}")
    yield Valid("gethin", f"POST {at}/accepted-answer", {"reply_id": "{reply}"})
    yield Valid("mina", f"POST {at}/article", {"title": "Early buses"}, {"article": ID})
    revised = {"body": "The first 14 leaves at five, on Sundays at seven."}
    yield Valid("mina", f"PATCH {COMMUNITY}/articles/{{article}}", revised, edits=True)
    for what in (f"{COMMUNITY}/replies/{{reply}}", at, f"{COMMUNITY}/articles/{{article}}"):
        yield Valid("mina", f"POST {what}/hiding", {"reason": "off-topic"})
        yield Valid("mina", f"POST {what}/restoration", {"reason": "mended"})
    letter = {"title": "December", "introduction": "Buses.", "article_ids": ["{article}"]}
    yield Valid("mina", f"POST {COMMUNITY}/newsletters", letter, {"newsletter": ID})
    yield Valid("mina", f"PATCH {COMMUNITY}/newsletters/{{newsletter}}", letter, edits=True)
    yield Valid("mina", f"POST {COMMUNITY}/newsletters/{{newsletter}}/sending")
    yield Valid(None, f"POST {COMMUNITY}/subscriptions", {"address": "reader@people.example"})
    yield Found("confirming", found.token_in_mail("/newsletters/confirm/"))
    yield Valid(None, f"POST {COMMUNITY}/subscriptions/confirmation", {"token": "{confirming}"})
    yield Valid(None, f"POST {COMMUNITY}/subscriptions/ending", {"token": "{confirming}"})


PARTS = (people, meetings, work, marketplace, *valid_in_depth.PARTS, community, gateway)
