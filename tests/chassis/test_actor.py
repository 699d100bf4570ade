"""Roles of an actor, and the actors that tests are given."""

import pytest

from chassis.actor import ANONYMOUS, SYSTEM, Actor
from chassis.ids import new_id
from chassis.testing import actors


def test_any_of_the_roles_is_enough():
    actor = Actor("person", roles=frozenset(("baker", "cook")))
    assert actor.has("cook")
    assert actor.has("smith", "baker")
    assert not actor.has("smith", "tailor")
    assert not actor.has()


def test_the_system_and_the_anonymous_hold_no_role_and_no_id():
    for actor in (SYSTEM, ANONYMOUS):
        assert actor.id is None
        assert actor.roles == frozenset()
    assert (SYSTEM.kind, ANONYMOUS.kind) == ("system", "anonymous")
    assert (actors.system(), actors.anonymous()) == (SYSTEM, ANONYMOUS)


def test_a_test_actor_is_made_by_the_name_of_its_role():
    org, person = new_id(), new_id()
    actor = actors.master_baker(org=org, person_id=person)
    assert actor.has("master baker")
    assert (actor.kind, actor.org, actor.person_id) == ("person", org, person)
    assert actors.baker().org != actors.baker().org
    assert actors.client("oven").kind == "client"


def test_what_python_looks_for_in_a_module_is_no_role():
    with pytest.raises(AttributeError):
        actors.__path__  # noqa: B018  # looking is the test
