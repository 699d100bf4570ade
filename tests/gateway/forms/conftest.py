"""A door with an area of examples, and somebody who opens its pages."""

from collections.abc import Callable

import pytest
from pages import Browser
from signed import Person
from upstream import Upstream

from chassis.context import ServiceContext
from gateway.web.app import make_app
from tests.gateway.forms.examples import AMINA, CIRCUMSTANCES, HEARD_OF, PERSON, area


@pytest.fixture
def app(context: ServiceContext):
    return make_app(context, [area])


@pytest.fixture
def browser(signed_in: Callable[..., Person], upstream: Upstream) -> Browser:
    upstream.says("casework", "GET", "/reference/heard-of", HEARD_OF)
    upstream.says(
        "casework", "GET", "/reference/channels", {"items": [{"code": "phone", "label": {"en": "Phone"}}]}
    )
    upstream.says("casework", "GET", PERSON, AMINA, ETag='"7"')
    upstream.says("casework", "POST", CIRCUMSTANCES, {}, 201)
    return signed_in("adviser").browser
