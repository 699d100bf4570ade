"""Each other service answers for its part: with what it holds, or that it keeps it; and when it forgot."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.testing import actors, bus
from chassis.testing.http import client_for
from chassis.testing.plugin import ContextFactory
from gateway.actions.members import member_of
from gateway.domain.accounts import Account, Membership
from gateway.exchange.service import Exchange
from gateway.store import accounts
from services.casework.domain.access_requests import ANSWERING
from services.casework.domain.erasures import CONFIRMING
from services.community.service import Community
from services.community.store.members import of_subject
from services.marketplace.service import Marketplace
from services.mi.service import ManagementInformation
from services.notify.service import Notify

ASKED = "workstead.casework.participant.access-requested.v1"
ERASED = "workstead.casework.participant.erased.v1"
REGISTERED = "workstead.casework.participant.registered.v1"
TODAY = date(2025, 3, 3)
HOLDING = (Marketplace, Notify, ManagementInformation)


def ask(context: Any, person: UUID) -> Any:
    """Ask for a copy; what the service answered."""
    request = new_id()
    bus.deliver(context, ASKED, {"request_id": request, "occurred_on": TODAY}, subject=person)
    said = bus.recorded(context, "access.answered")[-1]
    assert said.subject == request
    return said


@pytest.mark.parametrize("service", HOLDING, ids=lambda one: one.name)
def test_a_service_hands_over_what_it_holds_sealed_and_confirms_that_it_forgot(
    service: Any, service_context: ContextFactory
) -> None:
    context, person, erasure = service_context(service), new_id(), new_id()
    with clock.frozen(TODAY):
        told = {"organisation_id": new_id(), "heard_of": "library", "occurred_on": TODAY}
        bus.deliver(context, REGISTERED, told, subject=person)
        said = ask(context, person)
        assert (said.data["kept"], said.data["rows"] >= 1, said.person_id) == (False, True, person)
        assert "sealed" in said.data["held"]
        assert "library" not in repr(said.data)
        nobody = ask(context, new_id())
        assert nobody.data["rows"] == 0
        facts = {"occurred_on": TODAY, "erasure_id": erasure}
        bus.deliver(context, ERASED, facts, subject=person)
        assert [one.subject for one in bus.recorded(context, "erasure.confirmed")] == [erasure]
        bus.deliver(context, ERASED, {"occurred_on": TODAY}, subject=new_id())
        assert len(bus.recorded(context, "erasure.confirmed")) == 1, "asked by nobody, told nobody"


def test_the_gateway_answers_and_tells_the_community_alone_whom_to_forget(
    service_context: ContextFactory,
) -> None:
    context, person, erasure = service_context(Exchange), new_id(), new_id()
    with clock.frozen(TODAY):
        with context.database.transaction() as session:
            held = [Membership(new_id(), new_id(), "participant", TODAY)]
            theirs = Account(
                new_id(), "Amina", "amina@people.example", "none", clock.real_now(), person, memberships=held
            )
            accounts.add(session, theirs)
        assert ask(context, person).data["rows"] == 2
        bus.deliver(context, ERASED, {"occurred_on": TODAY, "erasure_id": erasure}, subject=person)
    (passed,) = bus.recorded(context, "erasure.passed-on")
    assert (passed.subject, passed.person_id) == (erasure, None)
    assert str(member_of(context, theirs.id)) not in repr(passed.data), "sealed to the community"
    assert [one.subject for one in bus.recorded(context, "erasure.confirmed")] == [erasure]
    with context.database.transaction() as session:
        assert accounts.by_person(session, person) is None


def test_the_community_keeps_the_copy_and_forgets_by_its_own_name(service_context: ContextFactory) -> None:
    context, erasure = service_context(Community), new_id()
    owl = actors.participant()
    night_owl = client_for(context, Community, owl)
    with clock.frozen(TODAY):
        night_owl.post("/members", {"name": "Night Owl"})
        assert ask(context, new_id()).data == {"kept": True}, "it does not know whom it holds"
        copy = night_owl.get("/members/me/copy").json["held"]
        assert [one["name"] for one in copy["member"]] == ["Night Owl"]
        assert client_for(context, Community, actors.participant()).get("/members/me/copy").status_code == 404
        assert client_for(context, Community, actors.anonymous()).get("/members/me/copy").status_code == 401
        passed = {"occurred_on": TODAY, "member": owl.id}
        bus.deliver(context, "workstead.gateway.erasure.passed-on.v1", passed, subject=erasure)
        bus.deliver(
            context, "workstead.gateway.erasure.passed-on.v1", {"occurred_on": TODAY}, subject=new_id()
        )
    with context.database.transaction() as session:
        assert of_subject(session, owl.id) is None
    assert erasure in {one.subject for one in bus.recorded(context, "erasure.confirmed")}


def test_everybody_who_is_waited_for_answers() -> None:
    services = {*HOLDING, Community, Exchange}
    for service in services:
        named = service.events.service
        assert named in ANSWERING
        assert named in CONFIRMING
        types = {event.type for event in service.events}
        assert f"workstead.{named}.access.answered.v1" in types
        assert f"workstead.{named}.erasure.confirmed.v1" in types
    assert {service.events.service for service in services} == set(ANSWERING)
