"""The catalogue as it was loaded: metrics, dimensions, what their keys are called, sections, sources."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from chassis.policy import found
from chassis.reference import load
from services.mi.domain.metrics import Dimension, Label, Metric, metric, stream_of
from services.mi.domain.sources import Source, source

PACKAGE = "services.mi"
UNKNOWN: Label = {"en": "Not known", "cy": "Ddim yn hysbys"}


@cache
def metrics() -> Mapping[str, Metric]:
    """All metrics by their codes, in the order of the catalogue."""
    listed = load(PACKAGE, "metrics")
    return {code.code: metric({"code": code.code, "label": code.label, **code.extra}) for code in listed}


def metric_of(code: str) -> Metric:
    """One metric; 404 for what is not in the catalogue."""
    return found(metrics().get(code), "There is no such figure. The catalogue lists them all.")


@cache
def dimensions() -> Mapping[str, Dimension]:
    """All dimensions by their codes."""
    return {
        code.code: Dimension(
            code.code,
            code.label,
            tuple(code.extra.get("told_by_person", ())),
            frozenset(stream_of(source.event) for source in sources() if source.says(code.code)),
            bool(code.extra.get("personal", False)),
        )
        for code in load(PACKAGE, "dimensions")
    }


@cache
def values() -> Mapping[str, Mapping[str, Label]]:
    """What the keys of a dimension are called, in the order in which they are shown."""
    return {code.code: code.extra["values"] for code in load(PACKAGE, "values")}


@cache
def sections() -> Mapping[str, tuple[Label, tuple[Mapping[str, Any], ...]]]:
    """The overview: each section's heading and its figures."""
    return {code.code: (code.label, tuple(code.extra["figures"])) for code in load(PACKAGE, "sections")}


@cache
def sources() -> tuple[Source, ...]:
    """What is kept of which events."""
    text = (files(PACKAGE) / "reference" / "facts.yaml").read_text(encoding="utf-8")
    return tuple(source(entry) for entry in yaml.safe_load(text)["facts"])
