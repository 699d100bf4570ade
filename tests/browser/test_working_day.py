"""An adviser's day costs few clicks and little data: measured with a real browser, over the wire."""

import pytest
from visitors import Open
from walking import walk

from demo.stage import Stage

pytestmark = pytest.mark.browser

MOST_CLICKS = 7
"""From the morning list to a referral that is sent, with a call noted on the way."""
MOST_REQUESTS = 4
"""For one page: itself, what leads to it, and twice something that the browser did not keep."""
HEAVIEST, ALL = 20, 80
"""Kilobytes over the wire, for one page and for the whole walk."""


def test_from_the_morning_list_to_a_referral(browse: Open, stage: Stage) -> None:
    stops = walk(browse("anwen"))
    assert sum(stop.clicks for stop in stops) <= MOST_CLICKS, stops
    assert max(stop.requests for stop in stops) <= MOST_REQUESTS, stops
    assert max(stop.kilobytes for stop in stops) <= HEAVIEST, stops
    assert sum(stop.kilobytes for stop in stops) <= ALL, stops
