"""The catalogue: every metric says what it means, and a mistake in it stops the start."""

import pytest

from services.mi.actions import catalogue
from services.mi.domain.errors import DomainError
from services.mi.domain.metrics import PERIODS, metric

METRICS = catalogue.metrics().values()
ENTRY = {
    "code": "things",
    "label": {"en": "Things"},
    "definition": {"en": "Things."},
    "formula": "Number of things.",
    "unit": "things",
    "kind": "test",
    "owner": "Us",
    "measure": "facts",
    "counts": [{"events": ["a.b.c"]}],
}


@pytest.mark.parametrize("one", METRICS, ids=lambda one: one.code)
def test_each_metric_is_explained_in_both_languages(one):
    for text in (one.label, one.definition):
        assert text["en"]
        assert text["cy"]
    assert one.formula
    assert one.owner
    assert one.unit


@pytest.mark.parametrize("one", METRICS, ids=lambda one: one.code)
def test_each_source_is_kept_and_says_what_is_asked_of_it(one):
    kept = {source.event: {field.name for field in source.kept} for source in catalogue.sources()}
    for count in one.counts:
        for event in (*count.events, *count.last_word_of):
            assert event in kept
        asked = {*count.where, *count.unless}
        assert asked <= set().union(*(kept[event] for event in count.events))
        assert one.of is None or all(one.of in kept[event] for event in count.events)


@pytest.mark.parametrize("one", METRICS, ids=lambda one: one.code)
def test_each_breakdown_is_a_dimension(one):
    assert set(one.by) <= catalogue.dimensions().keys() - set(PERIODS)


def test_every_source_of_the_overview_is_in_the_catalogue():
    for _, figures in catalogue.sections().values():
        for entry in figures:
            one = catalogue.metrics()[entry["metric"]]
            one.require_by(entry.get("by"))


def test_what_is_personal_and_nothing_else_pretends_to_be():
    personal = [d.code for d in catalogue.dimensions().values() if d.personal]
    assert personal == ["payment_group", "barrier", "change"]


@pytest.mark.parametrize("one", [one for one in METRICS if one.journey], ids=lambda one: one.code)
def test_a_journey_goes_along_what_its_facts_say_and_is_part_of_another(one):
    kept = {source.event: {field.name for field in source.kept} for source in catalogue.sources()}
    assert all({one.journey.along, one.journey.step} <= kept[event] for event in one.events)
    assert one.out_of is None or set(one.by) <= set(catalogue.metric_of(one.out_of).by)


@pytest.mark.parametrize(
    "mistake",
    [
        {"measure": "mean"},
        {"measure": "sum"},
        {"measure": "median"},
        {"of": "amount_pence"},
        {"journey": {"along": "barrier", "step": "step", "went": ["sideways"]}},
    ],
)
def test_a_mistake_in_the_catalogue_is_refused(mistake):
    with pytest.raises(ValueError):
        metric(ENTRY | mistake)


def test_conditions_are_compared_as_they_are_stored():
    (count,) = metric(
        ENTRY | {"counts": [{"events": ["a"], "where": {"weeks": [13], "voided": [True]}}]}
    ).counts
    assert count.where == {"weeks": ("13",), "voided": ("true",)}


def test_only_what_adds_up_has_a_running_total_and_only_along_time():
    metric(ENTRY).require_running("month")
    with pytest.raises(DomainError) as refused:
        metric(ENTRY | {"measure": "people"}).require_running("month")
    assert refused.value.code == "does-not-add-up"
    with pytest.raises(DomainError) as refused:
        metric(ENTRY | {"by": ["channel"]}).require_running("channel")
    assert refused.value.code == "no-time"


def test_a_breakdown_that_the_metric_does_not_have():
    with pytest.raises(DomainError) as refused:
        metric(ENTRY).require_by("shoe-size")
    assert refused.value.errors == {"by": ["Choose one of: day, month."]}
