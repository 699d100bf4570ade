"""Where an adviser's requests go in: at casework itself with a token of our own making, or at the gateway."""

from contextlib import suppress
from typing import Any, Protocol

from chassis.actor import Actor
from chassis.http.tokens import ActorTokens
from chassis.keys import SIGNER, Keyring
from chassis.testing import actors
from demo.client import Person, Refused
from demo.scenes import founding
from demo.stage import Stage
from demo.suite import SplitSuite


class Door(Protocol):
    """Where to send a request, and what to send with it."""

    base: str
    """The address before `/participants`."""

    def headers(self) -> dict[str, str]:
        """The headers that say who asks, good for this moment."""

    def renew(self) -> None:
        """They were not good any more: sign in again."""


class BackDoor:
    """Casework's own HTTP, with an actor token as the gateway would make it."""

    def __init__(self, suite: SplitSuite) -> None:
        self.base = f"http://127.0.0.1:{suite.ports['casework']}"
        self.adviser: Actor = actors.person("adviser", name="Anwen Pritchard")
        secret = suite.settings["WORKSTEAD_SECRET"]
        self._tokens = ActorTokens("workstead:northbridge", Keyring.load(suite.home / "keys", SIGNER, secret))

    def headers(self) -> dict[str, str]:
        """A fresh token: it lives for a minute."""
        return {"Authorization": f"Bearer {self._tokens.mint(self.adviser, 'casework')}"}

    def renew(self) -> None:
        """There is nothing to renew."""


class FrontDoor:
    """The gateway, with the session of an adviser who has an account."""

    def __init__(self, suite: SplitSuite, stage: Stage) -> None:
        self.base = f"{suite.base}/api/casework"
        for scene in founding.script.scenes[:2]:
            stage.day(scene.day)
            scene.play(stage)
        self._adviser: Person = stage["anwen"]
        self._adviser.sign_in()

    def headers(self) -> dict[str, str]:
        """The session's token."""
        return {"Authorization": f"Bearer {self._adviser.token}"}

    def renew(self) -> None:
        """Sign in again; where that fails, the old token is tried again."""
        with suppress(Refused, OSError):
            self._adviser.sign_in()


PERSON: dict[str, Any] = {
    "full_name": "Amina Yusuf",
    "called": "Amina",
    "contact": {
        "channel": "email",
        "language": "en",
        "email": "amina@people.example",
        "address_lines": ["1 Harbour Row"],
        "postcode": "ZZ1 1AA",
    },
    "heard_of": "library",
    "out_of_work_since": "2024-08-05",
    "lawful_bases": [
        {"purpose": "support", "basis": "public-task", "source": "Pathways contract, schedule 2"}
    ],
    "different_person": True,
}
