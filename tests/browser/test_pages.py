"""Every page that a role reaches from its home page: accessible, narrow enough, light, and without errors."""

from collections import deque

import pytest
from conftest import Open
from looking import Reader
from routes import Routes
from visitors import VISITORS

from demo.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST = 80
"""Pages that one role may reach; more would mean that the crawl goes round in circles."""


@pytest.mark.parametrize("role", VISITORS)
def test_every_page_is_as_it_should_be(browse: Open, stage: Stage, role: str) -> None:
    reader, routes = Reader(browse(VISITORS[role])), Routes(stage.base)
    seen, faults = {"home.home"}, []
    waiting = deque([("home.home", f"{stage.base}/")])
    while waiting:
        name, address = waiting.popleft()
        looked = reader.look(address)
        faults += [f"{name} ({address.removeprefix(stage.base)}): {fault}" for fault in looked.faults]
        for link in looked.links:
            page = routes.page_of(link)
            if page is not None and page not in seen:
                seen.add(page)
                waiting.append((page, link))
        assert len(seen) <= MOST, sorted(seen)
    assert not faults, "\n".join(faults)
    assert len(seen) >= 3, f"The crawl found only {seen}."
