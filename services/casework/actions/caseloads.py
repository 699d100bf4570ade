"""Whose caseload is how full, and who fits whom."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from services.casework import policy, reference
from services.casework.actions.colleagues import works_here
from services.casework.actions.records import read
from services.casework.domain import caseloads
from services.casework.domain.barriers import standing_codes
from services.casework.domain.caseloads import Candidate, CaseloadRules, Wanted
from services.casework.domain.codes import all_known
from services.casework.store import adviser_profiles, circumstances, standings, workload
from services.casework.store import covers as kept_covers
from services.casework.store.standings import standing


def suggest_advisers(session: Session, actor: Actor, participant_id: UUID) -> list[caseloads.Suggestion]:
    """Who might look after a person, with the reasons. A person decides."""
    person = read(session, actor, participant_id, "adviser suggestions")
    barriers = standing_codes(circumstances.barriers(session, participant_id))
    wanted = Wanted(
        language=person.card.language, postcode=person.card.postcode, barriers=frozenset(barriers)
    )
    rules = rules_today()
    rows = [row for row in team(session, actor, rules) if row["adviser_id"] is not None]
    return caseloads.suggest(wanted, [_candidate(row) for row in rows], rules)


def show_board(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """The team: for each adviser how many people, how much work, and how many need to be looked at."""
    return team(session, actor, rules_today())


def team(session: Session, actor: Actor, rules: CaseloadRules) -> list[dict[str, Any]]:
    """Each adviser of the organisation, the fullest first; then those whom nobody looks after."""
    here, today = policy.organisation_of(actor), clock.today()
    everybody = standings.everybody(policy.visible(actor, standing.c.participant_id), policy.visible(actor))
    counted = workload.board(session, everybody, rules, today, zone_of(session))
    names, told = workload.advisers_of(session, here), adviser_profiles.of_organisation(session, here)
    away = {one.adviser_id: one for one in kept_covers.on(session, here, today)}
    ids = [*{*names, *(id for id in counted if id is not None)}, *([None] if None in counted else [])]
    rows = [
        _row(id, counted.get(id), rules, told.get(id, adviser_profiles.UNSAID) if id else {})
        | {"name": names.get(id) if id else None, "cover": away.get(id) if id else None}
        for id in ids
    ]
    return sorted(rows, key=_fullest_first)


def show_profile(session: Session, actor: Actor, adviser_id: UUID) -> dict[str, Any]:
    """What an adviser of the organisation has told of themselves."""
    policy.found(works_here(session, actor, adviser_id) or None, "Nobody with this account works here.")
    told = adviser_profiles.of_organisation(session, policy.organisation_of(actor))
    return {"adviser_id": adviser_id, **told.get(adviser_id, adviser_profiles.UNSAID)}


def tell_profile(session: Session, actor: Actor, adviser_id: UUID, told: Mapping[str, Any]) -> dict[str, Any]:
    """Which languages, places and needs they know, and how much of a week they work."""
    policy.require(policy.may_arrange_for(actor, adviser_id), "Only a team leader says it for somebody else.")
    today = clock.today()
    checked = {
        "languages": all_known(told["languages"], reference.in_use("languages", today), "languages"),
        "places": list(caseloads.checked_places(told["places"])),
        "needs": all_known(told["needs"], reference.in_use("barriers", today), "needs"),
        "part_time_percent": told["part_time_percent"],
    }
    adviser_profiles.keep(session, adviser_id, policy.organisation_of(actor), checked)
    return {"adviser_id": adviser_id, **checked}


def rules_today() -> CaseloadRules:
    """The rules that hold today."""
    return caseloads.rules_on(reference.caseload_books(), clock.today())


def _fullest_first(row: Mapping[str, Any]) -> tuple[bool, int, str, str]:
    return row["adviser_id"] is None, -row["load_percent"], row["name"] or "", str(row["adviser_id"])


def _row(id: UUID | None, counts: Any, rules: CaseloadRules, told: Mapping[str, Any]) -> dict[str, Any]:
    names = ("people", "in_work", "barriers", "plan_review", "outcome_unclaimed")
    row = {name: int(getattr(counts, name, 0)) for name in names}
    silent = [(days, int(getattr(counts, f"silent_{days}", 0))) for days in rules.no_contact_days]
    load = rules.load_percent(
        row["people"], row["in_work"], row["barriers"], told.get("part_time_percent", 100)
    )
    no_contact = [{"days": days, "people": people} for days, people in silent]
    return {"adviser_id": id, **row, "no_contact": no_contact, "load_percent": load, "told": told}


def _candidate(row: Mapping[str, Any]) -> Candidate:
    return Candidate(
        adviser_id=row["adviser_id"],
        name=row["name"],
        load_percent=row["load_percent"],
        languages=frozenset(row["told"]["languages"]),
        places=tuple(row["told"]["places"]),
        needs=frozenset(row["told"]["needs"]),
        away=row["cover"] is not None,
    )


def zone_of(session: Session) -> str:
    """The zone whose calendar counts."""
    zone: str = session.info["service"].settings.timezone
    return zone
