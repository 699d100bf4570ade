"""The forms of a page, as a browser would send them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

CHOSEN = ("radio", "checkbox")
TOKENS = ("csrf_token", "idempotency_key", "version")
"""What forms carry by themselves."""


@dataclass(frozen=True)
class Box:
    """One place in which something is typed or chosen."""

    name: str
    kind: str
    value: str = ""
    ticked: bool = True
    offered: tuple[str, ...] = ()
    """Of what one can choose."""
    is_number: bool = False

    @property
    def is_typed(self) -> bool:
        """Whether somebody types into it."""
        return self.kind not in ("hidden", "select", "submit", "file", *CHOSEN)

    @property
    def is_chosen(self) -> bool:
        """Whether somebody chooses there, or the page itself did."""
        return self.kind in ("hidden", "select", *CHOSEN) and self.name not in TOKENS


@dataclass
class PageForm:
    """A form with its boxes; `action` is where it goes, or None for the page's own address."""

    action: str | None
    boxes: list[Box] = field(default_factory=list)

    @property
    def names(self) -> frozenset[str]:
        """What it asks for."""
        return frozenset(box.name for box in self.boxes if box.name not in TOKENS)

    def sent(self) -> dict[str, list[str]]:
        """What a browser sends if nobody touches it."""
        values: dict[str, list[str]] = {}
        for box in self.boxes:
            if box.name and box.ticked and box.kind not in ("file", "submit"):
                values.setdefault(box.name, []).append(box.value)
        return values

    @property
    def first_button(self) -> dict[str, list[str]]:
        """What the button sends that stands first."""
        named = [box for box in self.boxes if box.kind == "submit"]
        return {box.name: [box.value] for box in named[:1]}


class Reading(HTMLParser):
    """Reads a page: its links, its forms that are posted, and whether it lists what is to mend."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[PageForm] = []
        self.has_summary = False
        self.heading = ""
        self._form: PageForm | None = None
        self._open: Box | None = None
        self._in_heading = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(told.get("href", ""))
        elif tag == "h1":
            self._in_heading = True
        elif tag == "div" and "summary" in told.get("class", "").split():
            self.has_summary = True
        elif tag == "form":
            self._form = PageForm(told.get("action")) if told.get("method") == "post" else None
            self.forms += [self._form] if self._form else []
        elif self._form is not None:
            self._box(tag, told)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "h1":
            self._in_heading = False
        elif tag in ("textarea", "select") and self._form and self._open:
            text = self._open.value.removeprefix("\n") if tag == "textarea" else self._open.value
            self._form.boxes.append(replace(self._open, value=text))
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._in_heading:
            self.heading += data
        if self._open and self._open.kind == "textarea":
            self._open = replace(self._open, value=self._open.value + data)

    def _box(self, tag: str, told: dict[str, str]) -> None:
        assert self._form is not None
        name, value = told.get("name", ""), told.get("value", "")
        if tag == "input":
            kind = told.get("type", "text")
            ticked = kind not in CHOSEN or "checked" in told
            number = told.get("inputmode") in ("numeric", "decimal")
            self._form.boxes.append(Box(name, kind, value or _on(kind), ticked, (value,), number))
        elif tag in ("textarea", "select"):
            self._open = Box(name, tag)
        elif tag == "option" and self._open:
            chosen = value if "selected" in told or not self._open.offered else self._open.value
            self._open = replace(self._open, value=chosen, offered=(*self._open.offered, value))
        elif tag == "button" and name:
            self._form.boxes.append(Box(name, "submit", value))


def _on(kind: str) -> str:
    return "on" if kind in CHOSEN else ""


def boxes_by_name(form: PageForm) -> Iterator[list[Box]]:
    """The boxes of each name: the answers to one question."""
    for name in dict.fromkeys(box.name for box in form.boxes):
        yield [box for box in form.boxes if box.name == name]
