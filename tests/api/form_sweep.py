"""Goes through the pages of each role by their links, and sends every form that they have with bad input."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
from bad_typing import KINDS, Sent
from flask import Flask
from kept_rows import KeptRows, changed
from page_forms import PageForm, Reading
from page_visits import PARAMETER, Pages
from rounds import NOTHING
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect, Rule

from gateway.web.frame.admission import admission_of, is_form
from gateway.web.pages import areas

FOR_EACH = ("home.", "contracts.", "claims.", "threads.", "articles.", "community.")
"""Areas whose pages have other forms for each role: all roles look at them, at the rest whoever is first."""
REFUSED = frozenset((400, 403, 404, 409, 410, 412, 413, 422, 428, 429))
TRACEBACK = re.compile(r"Traceback|sqlalchemy|psycopg|werkzeug\.")


class Map:
    """The pages that there are, as the gateway itself has them."""

    def __init__(self) -> None:
        self._app = Flask("forms", static_folder=None)
        for area in areas():
            self._app.register_blueprint(area)
        self._bound = self._app.url_map.bind("localhost")

    def page_at(self, address: str, method: str = "GET") -> str | None:
        """The name of the page there; None where there is none."""
        try:
            return str(self._bound.match(urlsplit(address).path, method)[0])
        except (HTTPException, RequestRedirect):
            return None

    def shows_forms_again(self, name: str) -> bool:
        """Whether what is wrong is shown in the form itself."""
        return is_form(self._app.view_functions[name])

    @property
    def forms(self) -> set[str]:
        """Every page with a form of its own."""
        return {rule.endpoint for rule in self._posted if self.shows_forms_again(rule.endpoint)}

    def buttons(self, role: str, but: set[str]) -> Iterator[tuple[str, str]]:
        """Where the buttons lead that are about one thing, for this role: about things that are not there."""
        for rule in self._posted:
            admitted = admission_of(self._app.view_functions[rule.endpoint])
            if admitted and role in admitted.roles and "<uuid:" in rule.rule and rule.endpoint not in but:
                yield rule.endpoint, PARAMETER.sub(lambda found: _nothing(*found.groups()), rule.rule)

    @property
    def _posted(self) -> list[Rule]:
        return [rule for rule in self._app.url_map.iter_rules() if "POST" in (rule.methods or ())]


@dataclass
class Sweep:
    """What was found: which forms were sent, and all that was not as it should be."""

    map: Map
    kept: KeptRows
    valid: frozenset[tuple[str, str]]
    """Pages and kinds of bad input that are none there."""
    met: set[str] = field(default_factory=set)
    sent: set[str] = field(default_factory=set)
    amiss: list[str] = field(default_factory=list)
    seen: set[tuple[str, frozenset[str]]] = field(default_factory=set)

    def walk(self, pages: Pages, begin: Iterable[str], leave_out: frozenset[str]) -> None:
        """Go by links from these addresses, and send each form that nobody had before."""
        waiting, mine = deque(begin), set[str]()
        known = set(waiting)
        while waiting:
            address = waiting.popleft()
            name = self.map.page_at(address)
            if name is None or name in leave_out | mine or name in self.met:
                continue
            page = pages.open(address)
            if page.status_code >= 500:
                self.amiss.append(f"GET {address}: {page.status_code}")
            if page.status_code != 200 or "text/html" not in page.headers["Content-Type"]:
                continue
            mine.add(name)
            self.met |= set() if name.startswith(FOR_EACH) else {name}
            read = Reading(page.text)
            fresh = [link for link in map(_local, read.links) if link and link not in known]
            known.update(fresh)
            waiting.extend(fresh)
            for form in read.forms:
                self._try(pages, address, form)

    def press(self, pages: Pages, role: str) -> None:
        """Press each button that nobody had on their pages, as if somebody had kept one of another time."""
        token = Reading(pages.open("/").text).forms[0].sent()
        for name, address in self.map.buttons(role, self.sent | self.map.forms):
            self.sent.add(name)
            self._judge(pages.post(address, token), name, "about nothing", {})

    def _try(self, pages: Pages, address: str, form: PageForm) -> None:
        target = form.action or address
        name = self.map.page_at(target, "POST")
        if name is None or (name, form.names) in self.seen:
            return
        self.seen.add((name, form.names))
        self.sent.add(name)
        before = self.kept.held()
        tried = [(kind.__name__, sent) for kind in KINDS if (sent := kind(form)) is not None]
        refused = [each for each in tried if (name, each[0]) not in self.valid]
        for kind, sent in refused:
            answer = _sent_on(pages, target, pages.post(target, sent), form)
            self._judge(answer, name, kind, sent)
        if told := self._written(before, pages, target, refused):
            self.amiss.append(f"{name} at {target}: was refused, and yet wrote {told}")

    def _written(self, before: Any, pages: Pages, target: str, refused: list[tuple[str, Sent]]) -> list[str]:
        """What is different afterwards each time: what changes by itself does so once."""
        told = changed(before, self.kept.held())
        if not told:
            return []
        before = self.kept.held()
        for _, sent in refused:
            pages.post(target, sent)
        return [table for table in changed(before, self.kept.held()) if table in told]

    def _judge(self, answer: requests.Response, name: str, kind: str, sent: Sent) -> None:
        wrong = list(self._wrong(answer, name, kind, sent))
        self.amiss += [f"{name}, {kind}: {each}" for each in wrong]

    def _wrong(self, answer: requests.Response, name: str, kind: str, sent: Sent) -> Iterator[str]:
        if answer.status_code not in REFUSED:
            yield f"answered with {answer.status_code} {answer.headers.get('Location', '')}"
        if answer.status_code in (400, 409, 412, 422) and self.map.shows_forms_again(name):
            read = Reading(answer.text)
            if not read.has_summary:
                yield f"{answer.status_code} without a list of what to mend: {read.heading}"
            elif lost := _lost(read, sent):
                yield f"lost what was typed into {lost}"
        if TRACEBACK.search(answer.text):
            yield "shows its insides"


def _sent_on(pages: Pages, target: str, answer: requests.Response, form: PageForm) -> requests.Response:
    """What comes of it, also where one is first asked whether it is right so."""
    if answer.status_code == 200:
        for check in Reading(answer.text).forms:
            if check.names >= form.names and not any(box.is_typed for box in check.boxes):
                return pages.post(target, check.sent() | check.first_button)
    return answer


def _lost(read: Reading, sent: Sent) -> list[str]:
    """Which fields do not hold any more what was typed into them."""
    boxes = [box for form in read.forms for box in form.boxes if box.is_typed and box.kind != "password"]
    return sorted(
        {box.name for box in boxes if box.name in sent and _plain(box.value) != _plain(sent[box.name][0])}
    )


def _plain(text: str) -> str:
    """Without what no page can hold."""
    return "".join(each for each in text if each.isprintable()).strip()


def _nothing(kind: str | None, name: str) -> str:
    return NOTHING if kind == "uuid" else "1"


def _local(link: str) -> str | None:
    return link.split("#")[0] if link.startswith("/") else None
