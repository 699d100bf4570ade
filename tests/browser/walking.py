"""Walks through an adviser's day as they do it, and counts what it costs: clicks, requests, bytes."""

import re
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, CDPSession, Locator, Page, expect


@dataclass
class Stop:
    """One page on the way: what was pressed to come there, and what came over the wire for it."""

    name: str
    clicks: int
    requests: int
    kilobytes: float


class Walk:
    """One browser of an adviser who has been here before: what browsers keep is kept."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.pages[0]
        self.stops: list[Stop] = []
        self._clicks = self._requests = self._bytes = 0
        wire: CDPSession = context.new_cdp_session(self.page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", lambda _: self._count(1, 0))
        wire.on("Network.loadingFinished", lambda told: self._count(0, int(told["encodedDataLength"])))

    def press(self, what: Locator) -> None:
        """Press a link, a button or a choice; of several, the first."""
        self._clicks += 1
        what.first.click()

    def at(self, name: str, heading: str) -> None:
        """Here we are: what it took to come here is written down."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        self.page.wait_for_load_state("load")
        self.stops.append(Stop(name, self._clicks, self._requests, round(self._bytes / 1000, 1)))
        self._clicks = self._requests = self._bytes = 0

    def _count(self, requests: int, size: int) -> None:
        self._requests += requests
        self._bytes += size


WHOM = "Amina Yusuf"
"""Whose record is opened: somebody with a plan, who may be referred."""


def walk(context: BrowserContext) -> list[Stop]:
    """Morning list, a call, another person's record, their plan, and a referral that is sent."""
    day = Walk(context)
    day.page.goto("/my-day")
    day.at("My day", "My day")
    cards = day.page.locator("section[aria-labelledby=look] .card").filter(has_not_text=WHOM)
    cards.get_by_label("You rang just now").first.fill("Back on Friday.")
    day.press(cards.get_by_role("button", name="Note the call").first)
    day.at("A call, noted on the list", "My day")
    day.press(_main(day).get_by_role("link", name=WHOM))
    day.at("The record", WHOM)
    day.press(_main(day).get_by_role("link", name=re.compile("^(Open the plan|Plan, version)")))
    day.at("The plan", "Plan, version")
    day.press(_main(day).get_by_role("link", name="Refer to an offer"))
    day.at("Offers", "Refer to an offer")
    day.press(_main(day).get_by_role("link", name="Refer to this").last)
    day.at("What is passed on", "Refer to")
    ground = _main(day).get_by_role("radio")
    if not any(each.is_checked() for each in ground.all()):
        day.press(ground)
    day.press(_main(day).get_by_role("button", name="Check before sending"))
    day.at("The check", "Check before sending")
    day.press(_main(day).get_by_role("button", name="Send the referral"))
    day.at("The referral, sent", "Referrals")
    return day.stops


def _main(day: Walk) -> Locator:
    return day.page.get_by_role("main")


def table(stops: list[Stop]) -> str:
    """The walk as docs/casework.md has it."""
    rows = [f"| {one.name} | {one.clicks} | {one.requests} | {one.kilobytes} |" for one in stops]
    sums = (sum(one.clicks for one in stops), sum(one.requests for one in stops))
    total = (
        f"| **together** | **{sums[0]}** | **{sums[1]}** | **{sum(one.kilobytes for one in stops):.1f}** |"
    )
    return "\n".join(["| to | clicks | requests | kB over the wire |", "|---|---|---|---|", *rows, total])
