"""What of a check leaves casework: no small group, no rate that would tell about a few people."""

from collections.abc import Mapping
from typing import Any

from services.casework import reference
from services.casework.domain.checks import Check
from services.casework.domain.fairness import FairnessBook
from services.casework.domain.suggestions import in_force

HIDDEN = {**dict.fromkeys(("people", "rate", "expected", "low", "high")), "is_behind": False}
OUTCOMES = {name: name.replace("-", "_") for name in ("waiting", "explained", "set-aside", "rule-to-review")}


def shown(check: Check) -> dict[str, Any]:
    """A check as it is shown, with the names of its dimensions and groups."""
    book = next(b for b in reference.fairness_books() if b.version == check.fairness_version)
    names = {(one.code, group.code): group.label for one in book.dimensions for group in one.groups}
    found = check.found
    stages = ("recommended", "taken_up", "achieved")
    said = ("id", "month", "made_at", "rules_version", "fairness_version")
    return {
        **{name: getattr(check, name) for name in said},
        "minimum": book.minimum,
        "hidden_below": book.hidden_below,
        "people": _rounded(found["people"], book),
        "dimensions": book.dimensions,
        **{stage: [_row(row, names, book) for row in found[stage]] for stage in stages},
        "levelled": _levelled(check),
        "proxies": found["proxies"],
        "challenges": [_challenged(row) for row in found["challenges"]],
    }


def _row(row: Mapping[str, Any], names: Mapping[Any, Any], book: FairnessBook) -> dict[str, Any]:
    code, after = row["group"], row["after"]
    return {
        **{name: row[name] for name in ("what", "dimension", "group")},
        "group_label": names.get((row["dimension"], code), {"en": code, "cy": code}),
        **_figures(row, book),
        "after": None if after is None else _figures(after, book),
    }


def _figures(cell: Mapping[str, Any], book: FairnessBook) -> dict[str, Any]:
    people, observed = cell["people"], cell["observed"]
    if people < book.hidden_below:
        return HIDDEN
    told = {"people": _rounded(people, book), "is_behind": cell["is_behind"]}
    if min(observed, people - observed) < book.small:
        return HIDDEN | told
    rates = {"rate": observed / people, "expected": cell["expected"] / people}
    rates |= {"low": cell["low"], "high": cell["high"]}
    return told | {name: round(value, 2) for name, value in rates.items()}


def _rounded(people: int, book: FairnessBook) -> int | None:
    return None if people < book.hidden_below else book.round_to * round(people / book.round_to)


def _levelled(check: Check) -> list[dict[str, Any]]:
    rules = in_force(reference.suggestion_books(), check.month)
    because = {rule.code: rule.because for rule in rules.fits}
    return [{**pair, "because": because[pair["rule"]]} for pair in check.found["levelled"]]


def _challenged(row: Mapping[str, Any]) -> dict[str, Any]:
    titles = {item.rule.code: item.title for book in reference.suggestion_books() for item in book.items}
    counts = {name: row.get(code, 0) for code, name in OUTCOMES.items()}
    return {"about": row["about"], "label": titles.get(row["about"]), **counts}
