"""Who may come in: each route says so, and an app with a route that does not is not built."""

import pytest

from chassis.http import Blueprint, clients, create_app, public, roles, signed_in
from chassis.testing import actors


def test_a_role_comes_in(librarian):
    assert librarian.post("/books", {"title": "Emma"}).status_code == 201


def test_another_role_is_refused(reader):
    answer = reader.post("/books", {"title": "Emma"})
    assert (answer.status_code, answer.json["code"]) == (403, "not-allowed")


def test_nobody_is_told_to_sign_in(nobody):
    answer = nobody.post("/books", {"title": "Emma"})
    assert (answer.status_code, answer.json["code"]) == (401, "not-signed-in")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_whoever_is_signed_in_reads(reader, nobody):
    assert reader.get("/books").status_code == 200
    assert nobody.get("/books").status_code == 401


def test_an_unknown_address_is_a_404_to_everybody(nobody, reader):
    assert nobody.get("/nowhere").status_code == reader.get("/nowhere").status_code == 404


def test_the_refused_learn_nothing_from_a_bad_body(reader):
    assert reader.post("/books", {"title": ""}).status_code == 403


@pytest.mark.parametrize(
    ("decorator", "actor", "status"),
    [
        (public, actors.anonymous(), 200),
        (public, actors.person(), 200),
        (signed_in, actors.anonymous(), 401),
        (signed_in, actors.client(), 200),
        (signed_in, actors.system(), 200),
        (roles("a", "b"), actors.person("b"), 200),
        (roles("a", "b"), actors.person("c"), 403),
        (roles("a"), actors.client("a"), 200),
        (clients(), actors.person(), 403),
        (clients(), actors.client(), 200),
        (clients("a"), actors.client("b"), 403),
        (clients("a"), actors.anonymous(), 401),
    ],
)
def test_who_is_admitted(service_context, decorator, actor, status):
    app = create_app(service_context(Bare), [door(decorator)], authenticate=lambda: actor)
    assert app.test_client().get("/door").status_code == status


def test_a_route_without_a_decorator_stops_the_start(service_context):
    with pytest.raises(TypeError, match="/door"):
        create_app(service_context(Bare), [door(lambda view: view)])


def test_a_view_says_once_who_may_come_in():
    with pytest.raises(TypeError, match="twice"):
        door(lambda view: public(signed_in(view)))


def test_roles_needs_a_role():
    with pytest.raises(TypeError):
        roles()


class Bare:
    """A service without anything."""

    name = "bare"


def door(decorator):
    """A blueprint with one route behind this decorator."""
    blueprint = Blueprint("door")

    @blueprint.route("/door")
    @decorator
    @blueprint.response(200)
    def enter():
        """Come in."""
        return {}

    return blueprint
