"""Whatever is sent to meetings, job search, work and claims: no 5xx, and answers as the document says."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from chassis import clock
from chassis.actor import Actor
from chassis.testing import actors
from chassis.testing.http import app_of, signer
from services.casework.service import Casework

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
HERE = (
    "appointments",
    "availability",
    "claims",
    "contacts",
    "contracts",
    "job-search",
    "pay",
    "statements",
    "work",
)


def known_ids(office: Any, person: str) -> dict[str, str]:
    """Something there for each kind of id, so that what is sent reaches the rules behind it."""
    at, them = f"/participants/{person}", office.person(person)
    window = {"starts_at": "2025-12-15T10:00:00Z", "ends_at": "2025-12-15T12:00:00Z", "minutes": 30}
    offered = office.adviser.post("/availability", window | {"channels": ["phone"]}).json
    booked = office.adviser.post(f"{at}/appointments", {"slot_id": offered["slots"][0]["id"]}).json
    joined = {"programme": "pathways", "payment_group": "3", "occurred_on": "2025-03-10"}
    attached = office.adviser.post(f"{at}/attachment", joined).json
    job = office.adviser.post(f"{at}/spells", {"kind": "employment", "started_on": "2025-06-02"}).json
    wage = {"paid_on": "2025-06-30", "amount_pence": 100, "evidence": "payslip"}
    terms = {"programme": "jets-scotland", "begins_on": "2025-03-10", "value_pence": 100}
    made = them.post(f"{at}/applications", {"title": "Picker", "employer": "Harbour Foods"}).json
    return {
        "participant_id": person,
        "availability_id": offered["id"],
        "appointment_id": booked["id"],
        "attachment_id": attached["id"],
        "spell_id": job["id"],
        "payslip_id": office.adviser.post(f"/spells/{job['id']}/pay", wage).json["id"],
        "contract_id": office.staff("finance officer").post("/contracts", terms).json["id"],
        "application_id": made["id"],
        "grant_id": them.post(f"{at}/grants", {}).json["id"],
        "claim_id": office.adviser.get(f"{at}/claims").json["items"][0]["id"],
    }


def everybody(office: Any, person: str) -> list[Actor]:
    return [
        actors.adviser(org=office.here, id=office.adviser_id),
        actors.participant(person_id=UUID(person), org=office.here),
        actors.finance_officer(org=office.here),
    ]


@pytest.mark.slow
def test_the_service_keeps_to_it(office: Any) -> None:
    person = office.register()
    with clock.frozen(date(2025, 12, 12)):
        ids, tokens = known_ids(office, person), signer(office.context)
        schema = schemathesis.openapi.from_wsgi("/openapi.json", app_of(office.context, Casework))
        tried = [result.ok() for result in schema.include(tag=list(HERE)).get_all_operations()]
        assert len(tried) >= 30
        done: set[str] = set()
        for operation in tried:

            @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
            @given(case=operation.as_strategy(), who=st.sampled_from(everybody(office, person)))
            def keeps_to_it(case: Any, who: Actor) -> None:
                case.path_parameters = {name: ids[name] for name in case.path_parameters or {}}
                token = tokens.mint(who, "casework")
                headers = {"Authorization": f"Bearer {token}"}
                if case.call_and_validate(headers=headers, checks=CHECKS).status_code < 300:
                    done.add(case.operation.label)

            keeps_to_it()
        assert len(done) >= len(tried) / 2, f"Only {sorted(done)} did anything."
