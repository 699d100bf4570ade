"""A copy of everything that is held about a person: looked at and redacted by the officer, read or saved."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from gateway.web.frame import Area, Form, ask, choices, done, show, visitor
from gateway.web.pages.rights import OFFICER

OURS = "casework"
LISTS, WORDS = "copy-lists", ("copy-moments", "copy-words")
VALUES, STATES = "copy-values", "copy-states"
CODED = frozenset(
    {
        *("answer", "author", "by", "change", "channel", "decision", "finding", "origin", "outcome", "owner"),
        *(
            "party",
            "scan",
            "stage",
            "state",
            "status",
            "step",
            "towards_kind",
            "what",
            "asked_by",
            "given_up_by",
        ),
    }
)
"""Fields that say something by a code of the program's own."""
APART = "|"
"""Between the parts of what an entry is known by, in the value of its box."""
PARTS = ("service", "table", "row", "field")

area = Area("copies", __name__)


@area.page("/copies/<uuid:request_id>", roles=(OFFICER, "participant"))
def copy(request_id: UUID) -> ResponseReturnValue:
    """Everything: what casework holds by kind, what others hold by service."""
    found = _copy(request_id)
    held = found.pop("held")
    kinds = by_kind(held.pop(OURS))
    return show("rights/copy.html", kinds=kinds, others=held, is_officer=visitor().has(OFFICER), **found)


@area.form_page("/copies/<uuid:request_id>/leave-out", roles=OFFICER)
def leave_out(form: Form, request_id: UUID) -> ResponseReturnValue:
    """The officer ticks what the person does not get, and says why."""
    if form.sent:
        entries = [dict(zip(PARTS, each.split(APART), strict=False)) for each in form.many("entries")]
        said = {"entries": entries, "reason": form.text("reason")}
        form.send("casework", "POST", f"/access-requests/{request_id}/redactions", said)
        words = ngettext("%(num)s entry is left out.", "%(num)s entries are left out.", len(entries))
        return done(words, "copies.leave_out", request_id=request_id)
    return show("rights/leave_out.html", form=form, **_copy(request_id))


@area.page("/copies/<uuid:request_id>/left-out/<uuid:redaction_id>", roles=OFFICER, methods=("POST",))
def put_back(request_id: UUID, redaction_id: UUID) -> ResponseReturnValue:
    """The person may have it after all."""
    path = f"/access-requests/{request_id}/redactions/{redaction_id}/withdrawal"
    ask("casework", "POST", path, key=request.form.get("idempotency_key"))
    return done(_("The entry is in the copy again."), "copies.leave_out", request_id=request_id)


def _copy(request_id: UUID) -> dict[str, Any]:
    """The copy, with what its lists and fields are called and what is left out of it."""
    found = ask("casework", "GET", f"/access-requests/{request_id}/copy")
    names = dict(choices("casework", LISTS))
    return {"list_names": names, "words": _words(), "meaning": _meanings(), **found}


def _words() -> dict[str, str]:
    """Fields by what they are called; those of circumstances are called as the questions were."""
    words = _questions()
    for name in WORDS:
        words |= dict(choices("casework", name))
    return words


def _questions() -> dict[str, str]:
    return {name: _said(asked["label"]) for name, asked in _asked()}


def _asked() -> list[tuple[str, dict[str, Any]]]:
    """Every question of circumstances."""
    topics = ask("casework", "GET", "/reference/circumstances")["items"]
    return [question for topic in topics for question in topic["extra"]["questions"].items()]


def _said(label: dict[str, str]) -> str:
    return label.get(str(get_locale())[:2], label["en"])


def _meanings() -> Callable[[str, str], str]:
    """What a field says by a code, in the reader's words: `meaning("channel", "in-person")`."""
    answers = {name: asked.get("choices") or {} for name, asked in _asked()}
    items = ask("casework", "GET", f"/reference/{VALUES}")["items"]
    lists = {item["code"]: item["extra"]["lists"] for item in items}
    states = dict(choices("casework", STATES))

    def meaning(field: str, value: str) -> str:
        if value in answers.get(field, ()):
            return _said(answers[field][value])
        known = (words for name in lists.get(field, ()) for words in [dict(choices("casework", name))])
        found = next((words[value] for words in known if value in words), None)
        return found or (states.get(value, value) if field in CODED else value)

    return meaning


def by_kind(tables: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The tables under the kind of record to which each belongs, in the order of the list of kinds."""
    kinds = []
    for code, words in choices("casework", "retention"):
        names = _tables_of(code)
        if theirs := {name: rows for name, rows in tables.items() if name in names}:
            kinds.append((str(words), theirs))
    told = {name for _, theirs in kinds for name in theirs}
    rest = {name: rows for name, rows in tables.items() if name not in told}
    return [*kinds, ("", rest)] if rest else kinds


def _tables_of(kind: str) -> list[str]:
    items = ask("casework", "GET", "/reference/retention")["items"]
    return next((list(one["extra"]["tables"]) for one in items if one["code"] == kind), [])
