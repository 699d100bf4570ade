"""Bringing people, contacts and work in from another system: a file, a preview, a bar, a result."""

import base64
import re
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, Form, ServiceProblem, ask, done, show
from gateway.web.pages.lists import part_of_list

area = Area("imports", __name__)
area.link(
    "all",
    _l("Bring people in from another system"),
    about=_l("People, contacts and work from a CSV file. You see first what would be done."),
    roles="team leader",
    order=16,
    in_navigation=False,
)
KINDS = {"people": _l("People"), "contacts": _l("Contacts"), "spells": _l("Work and benefit")}
AT_WORK = ("reading", "running")
FIRST_FEW = 5
"""Rows that a preview shows as they will be understood."""
PLACED = re.compile(r"Row (\d+), column (.+?): (.*)", re.DOTALL)
AGAIN = re.compile(r"This is in the file already, in row (\d+)\.")
CODES = re.compile(r"Choose one of: (.+)\.")


@area.page("/imports", roles="team leader")
def all() -> ResponseReturnValue:
    """Every file that was brought in, the latest first."""
    found = ask("casework", "GET", "/imports", query=part_of_list(30))
    return show("imports/all.html", found=found, kinds=KINDS)


@area.form_page("/imports/new", roles="team leader")
def begin(form: Form) -> ResponseReturnValue:
    """Choose a file. Nothing is done with it before somebody has seen what would be."""
    if form.sent:
        try:
            begun = form.send("casework", "POST", "/imports", {"kind": form.text("kind")} | _file())
        except ServiceProblem as refused:
            refused.errors = {
                name: [in_words(line) for line in lines] for name, lines in refused.errors.items()
            }
            raise
        return done(
            _("The file is here. Its rows are being looked at."), "imports.one", import_id=begun["id"]
        )
    return show("imports/begin.html", form=form, kinds=KINDS)


@area.page("/imports/layout", roles="team leader")
def layout() -> ResponseReturnValue:
    """How each file has to look: its columns, what stands in them, and an example to save."""
    columns: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    for item in ask("casework", "GET", "/reference/import-columns")["items"]:
        kind, name = item["code"].split(".")
        columns[kind].append({"name": name, "code": item["code"]} | item["extra"])
    return show("imports/layout.html", columns=columns, kinds=KINDS)


@area.page("/imports/<uuid:import_id>", roles="team leader")
def one(import_id: UUID) -> ResponseReturnValue:
    """How far an import is; before it is begun, what would be done."""
    found = ask("casework", "GET", f"/imports/{import_id}")
    at = f"/imports/{import_id}/rows"
    wrong = ask("casework", "GET", at, query=part_of_list(50, state="wrong"))
    first: dict[str, Any] = {"items": []}
    if found["state"] == "to-confirm" and not request.args.get("cursor"):
        first = ask("casework", "GET", at, query={"state": "ready", "limit": FIRST_FEW})
    return show(
        "imports/one.html",
        each=found,
        kinds=KINDS,
        wrong=wrong,
        first=first["items"],
        comes_again=found["state"] in AT_WORK and request.args.get("still") != "yes",
        at_work=found["state"] in AT_WORK,
        progress=_progress(found),
        in_words=in_words,
    )


@area.page("/imports/<uuid:import_id>/<any(start,drop):step>", roles="team leader", methods=("POST",))
def decide(import_id: UUID, step: str) -> ResponseReturnValue:
    """Somebody has seen the preview, and wants it or not."""
    key = request.form.get("idempotency_key")
    ask("casework", "POST", f"/imports/{import_id}/{step}", json={}, key=key)
    said = _("It is being done.") if step == "start" else _("It is dropped. What the rows said is forgotten.")
    return done(said, "imports.one", import_id=import_id)


def in_words(line: str) -> str:
    """The advice about a file in the visitor's language, with the place and the codes as they are."""
    if match := PLACED.fullmatch(line):
        row, column, advice = match.groups()
        return _(
            "Row %(row)s, column %(column)s: %(advice)s", row=row, column=column, advice=in_words(advice)
        )
    if match := AGAIN.fullmatch(line):
        return _("This is in the file already, in row %(row)s.", row=match[1])
    if match := CODES.fullmatch(line):
        return _("Choose one of: %(codes)s.", codes=match[1])
    return _(line)


def _progress(found: dict[str, Any]) -> tuple[int, int]:
    """Rows that are done with, and rows in all: of looking at them, or of doing them."""
    counts = found["counts"]
    if found["state"] == "reading":
        return sum(counts.values()) - counts.get("waiting", 0), sum(counts.values())
    rows = counts.get("done", 0) + counts.get("ready", 0)
    return counts.get("done", 0), rows


def _file() -> dict[str, Any]:
    """The file that came with the form, as the service wants it; an empty one, if none was chosen."""
    given = request.files.get("content")
    return {"content": base64.b64encode(given.read() if given else b"").decode()}
