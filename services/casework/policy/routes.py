"""By which rule each route goes. One that has none fails tests/architecture/test_access.py: add it here."""

from uuid import UUID

from chassis.actor import Actor
from chassis.reaching import Reaching, Rule, everything
from services.casework.policy import caseloads, claims, job_search, rights
from services.casework.policy.people import by, may_see_access
from services.casework.policy.reach import (
    ACTING_WITH_LEAVE,
    WORDS,
    a_closed_record,
    a_copy,
    a_merger,
    a_record,
    by_colleague,
    by_filter,
    by_word,
    with_leave,
)
from services.casework.policy.standing import account_of, organisation_of
from services.casework.store import joining


def _writes(actor: Actor, whose: UUID) -> bool:
    return job_search.may_write_applications(by(actor, whose))


def _lets(actor: Actor, whose: UUID) -> bool:
    return job_search.may_grant(by(actor, whose))


ours, mine = by_filter(organisation_of), by_filter(account_of)
arranged = by_colleague(caseloads.may_arrange_for)
written, changed, let = by_word(_writes), by_word(_writes, ACTING_WITH_LEAVE), by_word(_lets)
controlled = by_filter(rights.controlled)

PEOPLE: dict[str, Rule] = {
    "/participants": a_record,
    "POST /participants": ours,
    "POST /participants/searches": a_record,
    "/participants/*": a_record,
    "/participants/*/access": by_word(may_see_access),
    "/participants/*/merger": a_merger,
    "/mergers": a_merger,
    "/duplicates": a_record,
    "/lawful-bases": a_record,
    "/recommendations": a_record,
    "/challenges": a_record,
    "/plans": a_record,
    "/documents": a_record,
    "/joining": everything,
    "/joining-requests": by_filter(joining.of_organisation),
    "/imports": ours,
    "/import-examples": everything,
    "/reference": everything,
    "/recommendation-checks": ours,
    "/recommendation-rule-reviews": everything,
}

MEETINGS: dict[str, Rule] = {
    "/appointments": a_record,
    "/follow-ups": a_record,
    "/earlier-wishes": a_record,
    "/slot-offers": a_record,
    "/group-places": a_record,
    "/group-contacts": a_record,
    "/call-list": a_record,
    "/groups": ours,
    "/availability": mine,
    "/weekly-hours": mine,
    "/time-off": arranged,
    "/calendar-feeds": mine,
    "/calendar-feeds/by-digest": everything,
    "/my-day": mine,
    "/team-board": ours,
    "/advisers": ours,
    "PUT /advisers": arranged,
    "/covers": ours,
    "POST /covers": arranged,
    "/transfers/*/acceptance": by_colleague(caseloads.may_answer_transfer),
    "/transfers/*/decline": by_colleague(caseloads.may_answer_transfer),
    "/transfers/*/withdrawal": by_colleague(caseloads.may_withdraw_transfer),
}

JOB_SEARCH: dict[str, Rule] = {
    "/participants/*/applications": with_leave,
    "POST /participants/*/applications": written,
    "POST /applications": changed,
    "/participants/*/interviews": with_leave,
    "/interviews": changed,
    "/participants/*/papers": with_leave,
    "POST /participants/*/papers": written,
    "/papers": with_leave,
    "POST /papers": changed,
    "/participants/*/vacancies": with_leave,
    "POST /participants/*/vacancies": written,
    "/vacancies": changed,
    "/participants/*/search-diary": with_leave,
    "POST /participants/*/search-diary": written,
    "/search-diary": changed,
    "/participants/*/search-summary": with_leave,
    "POST /participants/*/search-evidence": written,
    "/search-evidence": a_record,
    "POST /search-evidence": let,
    "/participants/*/copy-check": written,
    "/participants/*/grants": let,
    "/grants": let,
    "/copy-clusters": a_record,
    "/given-texts": ours,
}

WORK: dict[str, Rule] = {
    "/spells": a_record,
    "/pay": a_record,
    "/attachments": a_record,
    "/in-work": a_record,
    "/in-work-plans": a_record,
    "/in-work-checks": a_record,
    "/in-work-replies": a_record,
    "/participants/*/claims": by_filter(claims.claimed_for),
    "/claims": by_filter(claims.claims_seen),
    "/ledger": by_filter(claims.ledger_seen),
    "/statement": by_filter(claims.ledger_seen),
    "/statement.csv": by_filter(claims.ledger_seen),
    "/forecast": by_filter(claims.tallies_seen),
    "/contracts": by_filter(claims.contracts_seen),
}

RIGHTS: dict[str, Rule] = {
    "/rights": a_record,
    "/access-requests": a_record,
    "/access-requests/*/copy": by_word(a_copy),
    "/access-requests/*/file": by_word(a_copy),
    "/corrections": a_record,
    "/erasures": controlled,
    "/retention": controlled,
    "/holds": controlled,
    "/emergency-readings": a_closed_record,
    "/emergency-readings/*/review": controlled,
    "/bulk-exports": ours,
    "/breaches": ours,
}

REACHING = Reaching(PEOPLE | MEETINGS | JOB_SEARCH | WORK | RIGHTS, WORDS, themself="participant")
