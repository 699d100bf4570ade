"""Every page that a role reaches from its home page: accessible, narrow enough, light, and without errors."""

from collections import deque

import pytest
from looking import Reader
from routes import Routes
from visitors import VISITORS, Open

from demo.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST = 160
"""Pages that one role may reach; more would mean that the crawl goes round in circles."""
FEWEST = 10
"""Even somebody who is not signed in finds more than that."""
BY_FORM = {"nobody": ["/signed-out"], "participant": ["/community/search?q=school"]}
"""What no link leads to, but a form."""


@pytest.fixture(scope="module")
def judged() -> set[str]:
    """What pages of other roles looked like."""
    return set()


@pytest.mark.parametrize("role", VISITORS)
def test_every_page_is_as_it_should_be(browse: Open, stage: Stage, judged: set[str], role: str) -> None:
    crawl(Reader(browse(VISITORS[role]), judged), Routes(stage.base), ["/", *BY_FORM.get(role, [])])


def test_every_page_of_a_participant_in_welsh(browse: Open, stage: Stage, judged: set[str]) -> None:
    """Its words are longer."""
    context = browse("gethin")
    context.pages[0].goto("/language/cy")
    assert context.pages[0].locator("html").get_attribute("lang") == "cy"
    crawl(Reader(context, judged), Routes(stage.base), ["/"])


def crawl(reader: Reader, routes: Routes, begin: list[str]) -> None:
    """Look at one instance of each page that links lead to; fail with all that is wrong with any."""
    seen: set[str] = set()
    faults: list[str] = []
    waiting = deque(routes.base + address for address in begin)
    while waiting:
        address = waiting.popleft()
        name = routes.page_of(address)
        if name is None or name in seen:
            continue
        seen.add(name)
        looked = reader.look(address)
        faults += [f"{name} ({address.removeprefix(routes.base)}): {fault}" for fault in looked.faults]
        waiting.extend(looked.links)
        assert len(seen) <= MOST, sorted(seen)
    assert not faults, "\n".join(faults)
    assert len(seen) >= FEWEST, f"The crawl found only {sorted(seen)}."
