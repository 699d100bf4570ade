"""Looks at one page as a strict reader would: with axe-core, on a phone and on a desk, counting bytes.

What axe-core finds follows from how a page is built, and of its words only from whether there are any. So it
is asked once about main parts that are built alike, and about frames that are, whoever of the cast sees them.
"""

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Request

WIDTHS = {360: 740, 1280: 800}
"""A phone and a desk, in CSS pixels: width and height."""
LARGEST = 60_000
"""Bytes of a first view, unpacked: the page, and all that it loads."""
STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OPTIONS: dict[str, Any] = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": list(STANDARDS)},
}
AXE: str = Axe().axe_script
VIOLATIONS = """options => axe.run(options).then(result => result.violations.map(each => (
    {id: each.id, help: each.help, where: each.nodes.slice(0, 3).map(node => node.html.slice(0, 160))}
)))"""
"""Of all that axe-core tells, what is wrong; the rest would take longer to bring here than to find."""
TOO_WIDE = "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
SHAPES = """() => {
    const told = new Set(["alt", "checked", "class", "colspan", "disabled", "lang", "open", "role", "scope",
        "style", "type", "aria-expanded", "aria-hidden", "aria-invalid", "aria-live", "aria-required"]);
    const attribute = each => each.name === "aria-current" ? ""
        : told.has(each.name) ? `${each.name}=${each.value}` : each.name;
    const attributes = node => [...node.attributes].map(attribute).sort().join(" ");
    const main = document.querySelector("main");
    const shape = (node, without) => node === without ? ""
        : node.nodeType === Node.TEXT_NODE ? (node.data.trim() && "#")
        : node.nodeType !== Node.ELEMENT_NODE ? ""
        : `<${node.tagName} ${attributes(node)}>${inside(node, without)}</>`;
    const inside = (node, without) => [...node.childNodes].map(child => shape(child, without)).join("");
    return [main ? shape(main) : "", shape(document.documentElement, main)];
}"""
"""How the main part and the frame are built: elements, attributes, and where there are words."""
LINKS = "links => links.filter(a => a.rel !== 'nofollow').map(a => a.href)"


@dataclass
class Looked:
    """What is wrong with a page, and where its links lead."""

    faults: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


class Reader:
    """Opens pages of one browser and finds what is wrong with them."""

    def __init__(self, context: BrowserContext, judged: set[str] | None = None) -> None:
        context.add_init_script(AXE)
        self.page: Page = context.new_page()
        self._judged = set() if judged is None else judged
        """The shapes that axe-core has been asked about."""
        context.new_cdp_session(self.page).send("Network.setCacheDisabled", {"cacheDisabled": True})
        self._asked: list[Request] = []
        self._said: list[str] = []
        self._sizes: dict[str, int] = {}
        self.page.on("request", lambda request: self._asked.append(request))
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._said.append(str(error)))

    def look(self, address: str) -> Looked:
        """Open a page as if for the first time."""
        self._asked.clear()
        self._said.clear()
        try:
            answer = self.page.goto(address, wait_until="load")
        except Error as failure:
            return Looked([f"cannot be opened: {failure.message}"])
        if answer is None or answer.status != 200:
            return Looked([f"is answered with {answer and answer.status}"])
        faults = [f"the console says: {words}" for words in self._said]
        faults += self._weight()
        shapes = set(self.page.evaluate(SHAPES))
        for width, height in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": height})
            violations = [] if shapes <= self._judged else self._violations()
            faults += [f"at {width} pixels {fault}" for fault in (*self._width(), *violations)]
        self._judged |= shapes
        return Looked(faults, self.page.eval_on_selector_all("a[href]", LINKS))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._said.append(message.text)

    def _weight(self) -> list[str]:
        weight = sum(self._size(each) for each in self._asked)
        return [f"weighs {weight} bytes"] if weight >= LARGEST else []

    def _size(self, asked: Request) -> int:
        """Static files are named after their content, so each is asked for its size once."""
        if asked.url not in self._sizes:
            answer = asked.response()
            size = len(answer.body()) if answer is not None and answer.ok else 0
            if "/static/" not in asked.url:
                return size
            self._sizes[asked.url] = size
        return self._sizes[asked.url]

    def _width(self) -> list[str]:
        over = self.page.evaluate(TOO_WIDE)
        return [f"it is {over} too wide"] if over > 0 else []

    def _violations(self) -> list[str]:
        found = self.page.evaluate(VIOLATIONS, OPTIONS)
        return [f"{each['id']}: {each['help']} ({'; '.join(each['where'])})" for each in found]
