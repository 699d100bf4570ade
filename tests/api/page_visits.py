"""The gateway's pages as somebody who has signed in by the form, and the addresses of what is not theirs."""

import re
from collections.abc import Iterator, Mapping

import requests
from flask import Flask
from rounds import known_as

from demo.client import Person
from gateway.web.frame.admission import admission_of
from gateway.web.pages import areas

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
PARAMETER = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")


class Pages:
    """A browser without a screen, signed in as somebody; as nobody without one."""

    def __init__(self, base: str, person: Person | None = None) -> None:
        self._base, self._http = base, requests.Session()
        if person is not None:
            self._sign_in(base, person)

    def _sign_in(self, base: str, person: Person) -> None:
        form = dict(HIDDEN.findall(self.open("/sign-in").text))
        given = {"email": person.email, "password": person.password}
        answer = self._http.post(f"{base}/sign-in", data=form | given, headers={"Origin": base}, timeout=20)
        assert "Hello" in answer.text

    def open(self, address: str) -> requests.Response:
        """What is at an address, without going on from there."""
        return self._http.get(self._base + address, allow_redirects=False, timeout=20)

    def post(self, address: str, sent: Mapping[str, list[str]]) -> requests.Response:
        """What comes of a form that is sent there."""
        ours = {"Origin": self._base}
        return self._http.post(
            self._base + address, data=sent, headers=ours, allow_redirects=False, timeout=20
        )


def pages_of_one(ids: dict[str, str], role: str) -> Iterator[tuple[str, str]]:
    """Each page about one thing that this role may open, at the address of what is known by name."""
    app = Flask(__name__, static_folder=None)
    for area in areas():
        app.register_blueprint(area)
    for rule in app.url_map.iter_rules():
        admitted = admission_of(app.view_functions[rule.endpoint])
        if admitted is None or admitted.public or "GET" not in (rule.methods or ()):
            continue
        if "<uuid:" in rule.rule and (not admitted.roles or role in admitted.roles):
            yield rule.rule, PARAMETER.sub(lambda found: _known(ids, *found.groups()), rule.rule)


def _known(ids: dict[str, str], kind: str | None, name: str) -> str:
    if name == "person_id":
        return ids["amina"]
    return known_as(name, ids) if kind == "uuid" else "anything"
