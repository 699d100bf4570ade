"""A browser without scripts. Whatever page it opens is checked: nobody has to remember to."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

LARGEST = 60_000
X = "{http://www.w3.org/1999/xhtml}"
INLINE = frozenset(("a", "abbr", "b", "code", "em", "i", "mark", "q", "span", "strong", "time"))
NEEDED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Content-Language": ("en", "cy"),
}
POLICY = (
    "default-src 'none'",
    "style-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
)


class Page:
    """A page that was found to be sound."""

    def __init__(self, response: TestResponse, weight: int) -> None:
        self.response = response
        self.status = response.status_code
        self.text = response.get_data(as_text=True)
        self.tree: Element = html5lib.HTMLParser(strict=True).parse(self.text)
        self.weight = weight
        check(self)

    def all(self, *names: str) -> list[Element]:
        """Every element of these names, in the order of the page."""
        wanted = {X + name for name in names}
        return [element for element in self.tree.iter() if element.tag in wanted]

    @property
    def heading(self) -> str:
        """What the h1 says."""
        return words(self.all("h1")[0])

    @property
    def title(self) -> str:
        """What the tab says."""
        return words(self.all("title")[0])

    @property
    def main(self) -> str:
        """All words of the main part."""
        return words(self.all("main")[0])

    @property
    def navigation(self) -> list[str]:
        """The labels of the main navigation."""
        lists = [each for each in self.all("ul") if each.get("class") == "nav"]
        return [words(link) for each in lists for link in each.iter(X + "a")]

    def link(self, label: str) -> str:
        """Where the link of these words leads."""
        return next(a.get("href", "") for a in self.all("a") if words(a) == label)

    def mends(self, advice: str) -> str:
        """Where the summary leads for this advice, which it gives behind the name of the field."""
        found = {words(a).casefold(): a.get("href", "") for a in self.all("a")}
        return next(href for line, href in found.items() if line.endswith(advice.casefold()))

    def form(self, action: str | None = None) -> dict[str, Any]:
        """What a browser would send if the (first) form with this action were sent as it is."""
        chosen = next(f for f in self.all("form") if f.get("method") == "post" and f.get("action") == action)
        return _values(chosen)

    @property
    def errors(self) -> list[str]:
        """What the error summary lists."""
        found = [each for each in self.all("div") if each.get("class") == "summary"]
        return [words(item) for each in found for item in each.iter(X + "li")]


class Browser:
    """Opens pages and sends forms as somebody, or as nobody."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **headers: str) -> TestResponse:
        """Open an address without looking at it as a page."""
        return self.client.get(path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def page(self, path: str, status: int = 200) -> Page:
        """Open a page and check it."""
        return self._page(self.get(path), status)

    def send(self, path: str, status: int | None = None, **typed: Any) -> Any:
        """Open the page with the form, type, and send it. A page if it is shown again, else the response.

        A field whose name has a hyphen is given as `**{"on-day": "3"}`; one with `None` is not sent.
        """
        form = self.page(path).form() | typed
        response = self.client.post(path, data={k: v for k, v in form.items() if v is not None})
        if response.status_code in (302, 303):
            assert status in (None, response.status_code)
            return response
        return self._page(response, status or response.status_code)

    def press(self, page: Page, action: str, **values: Any) -> TestResponse:
        """Press the button of a one-button form."""
        return self.client.post(action, data=page.form(action) | values)

    def _page(self, response: TestResponse, status: int) -> Page:
        assert response.status_code == status, (
            f"{response.status_code}: {response.get_data(as_text=True)[:3000]}"
        )
        assert response.mimetype == "text/html", response.mimetype
        return Page(response, self._weight(response))

    def _weight(self, response: TestResponse) -> int:
        """Bytes of the page and of everything that it makes a browser fetch."""
        wanted = set(
            re.findall(r'<(?:link|img)[^>]+(?:href|src)="(/static/[^"]+)"', response.get_data(as_text=True))
        )
        return len(response.data) + sum(
            len(self.client.get(each.replace("&amp;", "&")).data) for each in wanted
        )


def check(page: Page) -> None:
    """Whatever holds for every page."""
    _check_headers(page.response)
    assert len(page.all("h1")) == 1, "a page has one h1"
    assert page.heading, "the h1 says something"
    assert page.title.removesuffix("– Workstead").strip(), "the page has a title of its own"
    assert page.all("html")[0].get("lang") in ("en", "cy")
    assert not page.all("script", "style", "iframe", "object", "embed"), "nothing that runs or styles inline"
    assert page.weight < LARGEST, f"{page.weight} bytes are too heavy"
    ids = [element.get("id") for element in page.tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), f"an id is used twice: {sorted(i for i in ids if ids.count(i) > 1)}"
    _check_attributes(page)
    _check_fields(page, set(ids))
    _check_forms(page)
    _check_headings(page)


def _check_headers(response: TestResponse) -> None:
    for name, value in NEEDED.items():
        wanted = (value,) if isinstance(value, str) else value
        assert response.headers.get(name) in wanted, f"{name}: {response.headers.get(name)}"
    policy = response.headers["Content-Security-Policy"]
    assert all(part in policy for part in POLICY), policy
    assert "unsafe" not in policy
    assert response.headers["Cache-Control"] == "no-store"


def _check_attributes(page: Page) -> None:
    for element in page.tree.iter():
        for name, value in element.attrib.items():
            assert name != "style", f"an inline style: {value}"
            assert not name.startswith("on"), f"an inline handler: {name}"
            assert not value.strip().lower().startswith("javascript:"), value
    assert all(image.get("alt") is not None for image in page.all("img")), "every picture has words"
    assert all(words(link) for link in page.all("a")), "every link has words"
    assert all(head.get("scope") for head in page.all("th")), "every table heading says what it heads"


def _check_fields(page: Page, ids: set[str | None]) -> None:
    labelled = {label.get("for") for label in page.all("label") if words(label)}
    for box in page.all("input", "select", "textarea"):
        if box.get("type") not in ("hidden", "submit"):
            assert box.get("id") in labelled, f"{box.get('name')} has no label"
    for element in page.tree.iter():
        for name in ("aria-describedby", "aria-labelledby"):
            assert set(element.get(name, "").split()) <= ids, f"{name} leads nowhere: {element.get(name)}"
    for link in page.all("a"):
        target = link.get("href", "")
        assert not target.startswith("#") or target[1:] in ids, f"{target} leads nowhere"
    for group in page.all("fieldset"):
        assert words(group.find(X + "legend")), "a group of fields has a legend"  # type: ignore[arg-type]


def _check_forms(page: Page) -> None:
    for form in page.all("form"):
        names = [box.get("name") for box in form.iter(X + "input")]
        is_post = form.get("method") == "post"
        assert is_post == ("csrf_token" in names), f"a form and its token do not fit: {form.get('action')}"
        assert next(form.iter(X + "button"), None) is not None, "a form has a button"


def _check_headings(page: Page) -> None:
    levels = [int(each.tag[-1]) for each in page.all("h1", "h2", "h3", "h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels)), (
        f"headings leave out a level: {levels}"
    )


def _values(form: Element) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for box in form.iter(X + "input"):
        ticked = box.get("type") not in ("radio", "checkbox") or box.get("checked") is not None
        if box.get("name") and ticked:
            _put(values, box.get("name", ""), box.get("value", ""))
    for box in form.iter(X + "textarea"):
        values[box.get("name", "")] = (box.text or "").removeprefix("\n")
    for box in form.iter(X + "select"):
        options = list(box.iter(X + "option"))
        chosen = [each.get("value", "") for each in options if each.get("selected") is not None]
        values[box.get("name", "")] = chosen[0] if chosen else options[0].get("value", "")
    return values


def _put(values: dict[str, Any], name: str, value: str) -> None:
    if name in values:
        before = values[name]
        values[name] = [*before, value] if isinstance(before, list) else [before, value]
    else:
        values[name] = value


def words(element: Element) -> str:
    """The text in an element, with single spaces; blocks are apart, as they are on the screen."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        apart = "" if child.tag.removeprefix(X) in INLINE else " "
        yield apart
        yield from _pieces(child)
        yield apart + (child.tail or "")
