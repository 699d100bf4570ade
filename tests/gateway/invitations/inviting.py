"""Inviting, accepting and signing in, by the API."""

from typing import Any
from uuid import UUID

from flask import Flask
from signed import Person

PASSWORD = "canal heron umbrella"
AMINA = UUID("01950000-0000-7000-8000-0000000000a1")


def invite(app: Flask, by: Person, **changes: Any) -> Any:
    body = {"email": "tomasz@northbridge.example", "name": "Tomasz Zielinski", "roles": ["adviser"]}
    headers = by.bearer | ({"Idempotency-Key": changes.pop("key")} if "key" in changes else {})
    return app.test_client().post("/api/invitations", json=body | changes, headers=headers)


def accept(app: Flask, token: str, password: str = PASSWORD, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = {"token": token, "password": password}
    return app.test_client().post("/api/invitations/acceptance", json=body, headers=named)


def sign_in(app: Flask, email: str, password: str = PASSWORD) -> Any:
    return app.test_client().post("/api/sessions", json={"email": email, "password": password})


def participant(**changes: Any) -> dict[str, Any]:
    given = {
        "roles": ["participant"],
        "person_id": str(AMINA),
        "name": "Amina Yusuf",
        "email": "amina@people.example",
    }
    return given | changes
