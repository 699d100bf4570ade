"""The stage: an instance, its training clock, and everybody who has signed in so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any

from demo.cast import PASSWORD
from demo.client import Person
from demo.clock import TrainingClock


@dataclass
class Stage:
    """Where the scenes are played. `ids` remembers what was made, by the cast's own keys.

    Playing a scene again changes nothing: each write carries a key made from its name, so an instance that
    was killed in mid-scene is simply played to from the start.
    """

    base: str
    clock: TrainingClock
    operator_email: str
    operator_password: str
    postbox: Path
    ids: dict[str, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    patience: float = 30.0

    @property
    def operator(self) -> Person:
        """Whoever runs the instance; sees no person's record."""
        return self.signed_in("operator", self.operator_email, self.operator_password)

    def __getitem__(self, key: str) -> Person:
        """A member of the cast who has an account."""
        return self.people[key]

    def signed_in(self, key: str, email: str, password: str = PASSWORD) -> Person:
        """This account, signed in at its first call."""
        if key not in self.people:
            self.people[key] = Person(self.base, email, password, patience=self.patience)
        return self.people[key]

    def invite(self, by: Person, key: str, details: dict[str, Any]) -> None:
        """Invite somebody and accept on their behalf, as they would by the link that they are given."""
        invitation = by.post("/api/invitations", details, key=f"invite {key}")
        by.post(
            "/api/invitations/acceptance",
            {"token": invitation["token"], "password": PASSWORD},
            key=f"accept {key}",
        )
        self.signed_in(key, details["email"])

    def day(self, iso: str, at: time = time(9, 0)) -> str:
        """Let it be that day; returns it, for use as the date of a fact."""
        self.clock.move_to(date.fromisoformat(iso), at)
        return iso


Play = Callable[[Stage], None]


@dataclass(frozen=True)
class Scene:
    """One step of the journey, as the person at the screen reads it."""

    day: str
    title: str
    play: Play

    @property
    def date(self) -> date:
        """The day as a date."""
        return date.fromisoformat(self.day)


class Script:
    """The scenes of one part, in the order in which they are told."""

    def __init__(self) -> None:
        self.scenes: list[Scene] = []

    def scene(self, day: str, title: str) -> Callable[[Play], Play]:
        """Add the function as the scene of that day; the clock is moved there before it is played."""

        def add(play: Play) -> Play:
            self.scenes.append(Scene(day, title, play))
            return play

        return add
