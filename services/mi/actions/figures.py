"""Figures for whoever may see them: whole, in parts, along time, and the facts behind them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.actor import Actor
from chassis.policy import found, require
from chassis.store.paging import Page, page
from services.mi import policy
from services.mi.actions import catalogue
from services.mi.domain import figures as rules
from services.mi.domain.disclosure import nearly_all, protected
from services.mi.domain.errors import DomainError
from services.mi.domain.figures import NOT_KNOWN, Cell, Figure
from services.mi.domain.metrics import PERIODS, Label, Metric
from services.mi.domain.periods import Period
from services.mi.store import facts
from services.mi.store import figures as store
from services.mi.store.dimensions import IDS
from services.mi.store.figures import Scope


@dataclass(frozen=True)
class Asked:
    """A question: which metric, for when, in what parts, of whom."""

    metric: str
    period: Period
    by: str | None = None
    cumulative: bool = False
    organisation_id: UUID | None = None

    @property
    def counted(self) -> Period:
        """The period whose facts count: a running total begins at the beginning."""
        return self.period.up_to_its_end if self.cumulative else self.period


def figure(session: Session, actor: Actor, asked: Asked) -> Figure:
    """One figure, as the actor may see it."""
    require(policy.may_read(actor))
    metric = catalogue.metric_of(asked.metric)
    metric.require_by(asked.by)
    scope = _scope(actor, metric, asked.organisation_id)
    if asked.cumulative:
        metric.require_running(asked.by)
    parts = _parts(session, metric, asked, scope)
    whole = Figure(
        metric,
        asked.period,
        Cell(NOT_KNOWN, _total(session, metric, asked, scope, parts)),
        asked.by,
        tuple(_shown(session, metric, asked, parts)),
        asked.cumulative,
    )
    if not _gives_away(actor, metric, asked.by):
        return whole
    return protected(whole, also=_of_others(session, metric, asked, scope, parts))


def behind(
    session: Session, actor: Actor, asked: Asked, key: str | None, cursor: str | None, limit: int
) -> Page[Any]:
    """The facts that a figure, or one part of it, was counted from."""
    require(policy.may_read(actor))
    metric = catalogue.metric_of(asked.metric)
    metric.require_by(asked.by)
    require(not _gives_away(actor, metric, asked.by), "The facts behind these parts would give people away.")
    by = catalogue.dimensions()[asked.by] if asked.by else None
    query, keys = store.behind(metric, asked.period, _scope(actor, metric, asked.organisation_id), by, key)
    return page(session, query, keys=keys, cursor=cursor, limit=limit)


def overview(session: Session, actor: Actor, period: Period) -> dict[str, tuple[Label, list[Figure]]]:
    """The sections of the overview, each with its figures."""
    return {
        code: (label, [figure(session, actor, Asked(period=period, **entry)) for entry in entries])
        for code, (label, entries) in catalogue.sections().items()
    }


def _scope(actor: Actor, metric: Metric, wanted: UUID | None) -> Scope:
    """Whose facts count. What has no organisation, such as the community's, is the same for everybody."""
    organisation = catalogue.dimensions()["organisation"]
    if organisation.code not in metric.by:
        if wanted is not None:
            advice = {"organisation_id": ["Leave this out."]}
            raise DomainError("no-organisation", f"{metric.code} is not counted by organisation.", advice)
        return Scope(organisation)
    own = policy.confined_to(actor)
    found(None if own is not None and wanted not in (None, own) else True)
    return Scope(organisation, own or wanted)


def _gives_away(actor: Actor, metric: Metric, by: str | None) -> bool:
    personal = by is not None and catalogue.dimensions()[by].personal
    return personal and not metric.is_money and policy.is_protected(actor)


def _parts(session: Session, metric: Metric, asked: Asked, scope: Scope) -> list[Cell]:
    if asked.by is None:
        return []
    return store.parts(session, metric, asked.counted, scope, catalogue.dimensions()[asked.by])


def _of_others(session: Session, metric: Metric, asked: Asked, scope: Scope, parts: list[Cell]) -> set[str]:
    """The parts that would tell, beside the figure that this one is a part of, of a few who are not in it."""
    if metric.out_of is None:
        return set()
    return nearly_all(parts, _parts(session, catalogue.metric_of(metric.out_of), asked, scope))


def _total(session: Session, metric: Metric, asked: Asked, scope: Scope, parts: list[Cell]) -> int | None:
    """The sum of the parts where they add up to the whole; else it is counted by itself."""
    if asked.by is not None and metric.adds_up:
        return sum(cell.value or 0 for cell in parts)
    return store.total(session, metric, asked.counted, scope)


def _shown(session: Session, metric: Metric, asked: Asked, parts: list[Cell]) -> list[Cell]:
    if asked.by is None or asked.by not in PERIODS:
        return _named(session, asked.by, parts) if asked.by else []
    if asked.by == "month" and metric.measure != "median":
        earliest = date.fromisoformat(f"{parts[0].key}-01") if parts else None
        parts = rules.filled(parts, asked.counted.months(earliest))
    return _along_time(parts, asked)


def _along_time(cells: list[Cell], asked: Asked) -> list[Cell]:
    """In order, as a running total where that is wanted, from the first day that was asked for."""
    shown = rules.running(cells) if asked.cumulative else cells
    first = asked.period.first.isoformat() if asked.period.first else ""
    wanted = [cell for cell in shown if cell.key >= first[: len(cell.key)]]
    return [replace(cell, label={"en": cell.key, "cy": cell.key}) for cell in wanted]


def _named(session: Session, by: str, cells: Iterable[Cell]) -> list[Cell]:
    """With labels, in the order of the reference data; what is not in it by its label, the unknown last."""
    known = _labels(session, by)
    order = list(known)
    named = [replace(cell, label=_label(cell.key, known)) for cell in cells]
    last = len(order)

    def place(cell: Cell) -> tuple[bool, int, str]:
        listed = order.index(cell.key) if cell.key in known else last
        return cell.key == NOT_KNOWN, listed, cell.label["en"]

    return sorted(named, key=place)


def _labels(session: Session, by: str) -> dict[str, Label]:
    if by in IDS:
        names = facts.organisation_names(session)
        return {key: {"en": name, "cy": name} for key, name in sorted(names.items(), key=lambda n: n[1])}
    return dict(catalogue.values().get(by, {}))


def _label(key: str, known: dict[str, Label]) -> Label:
    if key == NOT_KNOWN:
        return catalogue.UNKNOWN
    words = key.replace("-", " ").capitalize()
    return known.get(key, {"en": words, "cy": words})
