"""An adviser who asks through the door."""

from collections.abc import Callable

import pytest
from signed import Person
from upstream import Upstream


@pytest.fixture
def adviser(signed_in: Callable[..., Person], upstream: Upstream) -> Person:
    upstream.says("casework", "GET", "/participants", {"items": [], "next": None})
    upstream.says("casework", "POST", "/participants", {"id": "1"}, 201, Location="/participants/1")
    return signed_in("adviser")
