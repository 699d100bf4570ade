"""Reads the rules and the templates, once per process."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from services.notify.domain.cards import LANGUAGES
from services.notify.domain.channels import LADDER
from services.notify.domain.rules import Rule
from services.notify.domain.templates import Template, Version, Wording


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of `rules.yaml`, in its order."""
    return tuple(_rule(entry) for entry in _read("rules.yaml")["rules"])


@cache
def resting_on(purpose: str) -> frozenset[str]:
    """The templates of messages that go to nobody who has said no to this purpose."""
    return frozenset(rule.template for rule in rules() if rule.template and rule.purpose == purpose)


@cache
def templates() -> Mapping[str, Template]:
    """Every template by its code."""
    folder = files("services.notify.reference") / "templates"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    found = [_template(_read(f"templates/{name}")) for name in names]
    return {template.code: template for template in found}


def _read(path: str) -> dict[str, Any]:
    text = files("services.notify.reference").joinpath(*path.split("/")).read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    return document


def _rule(entry: Mapping[str, Any]) -> Rule:
    listed = {
        "channels": tuple(entry.get("channels", LADDER)),
        "cancels": tuple(entry.get("cancels", ())),
    }
    return Rule(**{**entry, **listed})


def _template(document: Mapping[str, Any]) -> Template:
    versions = tuple(_version(entry) for entry in document["versions"])
    return Template(document["code"], document["meaning"], versions)


def _version(entry: Mapping[str, Any]) -> Version:
    wordings = {language: Wording(**entry[language]) for language in LANGUAGES if language in entry}
    return Version(entry["number"], entry["used_from"], wordings)
