"""MI that has been told a small story, with figures that can be counted on fingers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis import clock
from chassis.context import ServiceContext
from chassis.testing import actors, bus
from chassis.testing.http import Client, client_for
from services.mi.actions import catalogue, figures
from services.mi.actions.figures import Asked
from services.mi.domain.metrics import PERIODS
from services.mi.domain.periods import Period
from services.mi.service import ManagementInformation
from tests.mi.the_story import PRIME, TODAY, Told, story


def deliver(context: ServiceContext, events: Iterable[Told], *, rebuild: bool = False) -> None:
    """Hand them over, in this order."""
    for told in events:
        bus.deliver(
            context,
            told.type,
            told.data,
            subject=told.subject,
            id=told.id,
            sequence=told.sequence,
            time=told.time,
            person_id=told.person_id,
            rebuild=rebuild,
        )


def moved(told: Told, days: int) -> Told:
    """The same, told so many days later."""
    return replace(told, time=told.time + timedelta(days=days))


def every_figure(context: ServiceContext) -> dict[tuple[str, str | None], Any]:
    """All figures of the catalogue in all their parts, as an analyst sees them."""
    period, analyst = Period(None, TODAY), actors.analyst(org=PRIME)
    with context.database.transaction() as session:
        return {
            (code, by): _numbers(figures.figure(session, analyst, Asked(code, period, by)))
            for code, metric in catalogue.metrics().items()
            for by in (None, *PERIODS, *metric.by)
        }


def _numbers(figure: Any) -> tuple[int | None, dict[str, int | None]]:
    return figure.total.value, {cell.key: cell.value for cell in figure.cells}


@dataclass(frozen=True)
class Readers:
    """MI with the story in it, and those who read it."""

    context: ServiceContext

    def as_(self, role: str, org: UUID = PRIME) -> Client:
        return client_for(self.context, ManagementInformation, actors.person(role, org=org))

    @property
    def analyst(self) -> Client:
        return self.as_("analyst")

    def figure(self, query: str, role: str = "analyst", org: UUID = PRIME) -> dict[str, Any]:
        answer = self.as_(role, org).get(f"/figures?{query}")
        assert answer.status_code == 200, answer.json
        return answer.json

    def total(self, query: str, **who: Any) -> int | None:
        return self.figure(query, **who)["total"]["value"]

    def parts(self, query: str, **who: Any) -> dict[str, int | None]:
        return {item["key"]: item["value"] for item in self.figure(query, **who)["items"]}


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture(scope="session")
def _told(_databases):
    """The story is told once; whoever only reads shares it."""
    context = _databases.context(ManagementInformation)
    with clock.frozen(TODAY):
        deliver(context, story())
    yield context
    _databases.drop(context)


@pytest.fixture
def mi(_told) -> Readers:
    """MI with the story in it, to read and not to add to."""
    return Readers(_told)


@pytest.fixture
def empty_mi(service_context) -> Readers:
    """MI that nobody has told anything yet."""
    return Readers(service_context(ManagementInformation))
