"""Signing in by the API."""

from typing import Any

from flask import Flask

PASSWORD = "canal heron umbrella"
EMAIL = "anwen@northbridge.example"


def start(app: Flask, email: str = EMAIL, password: str = PASSWORD, **rest: Any) -> Any:
    return app.test_client().post("/api/sessions", json={"email": email, "password": password} | rest)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
