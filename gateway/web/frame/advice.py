"""Advice of a service as a form says it: with the name of its field, in the language of the visitor."""

import re
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext

from chassis import clock
from gateway.web.shown import dates_in_words

Kind = Literal["text", "date", "birthday", "choice", "select"]
LISTS_CODES = ("Choose one of: ", "Choose only from: ")
EMPTY = "Fill this in."
FIRST = {"date": "-day", "birthday": "-day", "choice": "-1"}
"""What the id of a group's first box has behind the group's own."""


@dataclass(frozen=True)
class Placed:
    """A field that is on the page: what it is called there, and what kind of answer it takes."""

    label: str
    kind: Kind = "text"

    @property
    def first_box(self) -> str:
        """What follows the field's id in the id of the box in which its answer begins."""
        return FIRST.get(self.kind, "")

    def named(self, line: str) -> str:
        """The advice behind the field's name, for a list of all that is to mend: `Town: fill this in.`"""
        name = self.label.strip()
        if not name:
            return line
        if name.endswith(("?", ".", "!")):
            return f"{name} {line}"
        return f"{name}: {line[:1].lower()}{line[1:]}"


def said(line: str, kind: Kind = "text") -> str:
    """The advice at its field: no codes, whose words stand there, and dates as people write them."""
    if line.startswith(LISTS_CODES):
        return gettext("Choose from the answers here.")
    if kind in ("date", "birthday") and line == EMPTY:
        year = 1985 if kind == "birthday" else clock.today().year
        return gettext("Enter a date, such as %(date)s.", date=f"27 3 {year}")
    if kind in ("choice", "select") and line in (EMPTY, "Give a valid id."):
        return gettext("Choose an answer.")
    return dates_in_words(gettext(line))


def readable(name: str) -> str:
    """Words for a field that is not on the page: `package.contact_name` as `Contact name`."""
    return re.sub(r"[_-]+", " ", name.rsplit(".", 1)[-1]).strip().capitalize()
