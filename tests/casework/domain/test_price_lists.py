"""Price lists: which one holds on a day, and what a file of one must say."""

from datetime import date

import pytest

from services.casework.domain.errors import DomainError
from services.casework.domain.tariffs import read_tariff, tariff_for
from services.casework.reference.prices import programmes
from tests.casework.domain.a_tariff import FAR, reached


@pytest.mark.parametrize(
    ("programme", "attached_on", "name"),
    [
        ("pathways", date(2025, 3, 10), "work-programme/year-1"),
        ("work-programme", date(2011, 6, 1), "work-programme/year-1"),
        ("work-programme", date(2012, 3, 31), "work-programme/year-1"),
        ("work-programme", date(2014, 4, 1), "work-programme/from-2014"),
    ],
)
def test_the_day_of_attachment_chooses_the_price_list(programme: str, attached_on: date, name: str) -> None:
    assert tariff_for(programme, programmes()[programme], attached_on) == name


@pytest.mark.parametrize(
    "attached_on", [date(2011, 5, 31), date(2012, 4, 1), date(2014, 3, 31), date(2017, 4, 2)]
)
def test_a_day_without_a_price_list_is_refused(attached_on: date) -> None:
    with pytest.raises(DomainError) as refused:
        tariff_for("work-programme", programmes()["work-programme"], attached_on)
    assert refused.value.code == "no-tariff"
    assert "occurred_on" in refused.value.errors


def test_attachment_fees_ended_in_april_2014() -> None:
    found = reached(
        "1", [], date(2015, 1, 1), attached_on=date(2014, 4, 1), tariff="work-programme/from-2014"
    )
    assert found == []


def test_an_unknown_group_is_refused_with_the_choices() -> None:
    with pytest.raises(DomainError) as refused:
        reached("10", [], FAR)
    assert refused.value.errors["payment_group"] == ["Choose one of: 1, 2, 3, 4, 5, 6, 7, 8, 9."]


SMALL = {
    "tariff": "small",
    "version": "one",
    "currency": "GBP",
    "allotted_weeks": 52,
    "fees": {"attachment": {"rule": "on-attachment"}},
    "groups": [{"code": "a", "label": {"en": "A", "cy": "A"}, "attachment": {"amount_pence": 1}}],
}


def test_a_tariff_of_another_shape_can_be_read() -> None:
    assert read_tariff(SMALL).name == "small/one"


@pytest.mark.parametrize(
    ("fees", "group", "complaint"),
    [
        ({"attachment": {"rule": "by-magic"}}, {"attachment": {}}, "by-magic"),
        ({"attachment": {"rule": "on-attachment"}}, {"attachment": {}}, "lacks amount_pence"),
        ({"attachment": {"rule": "on-attachment"}}, {"attachment": {"amount_pence": -1}}, "negative"),
        ({"attachment": {"rule": "on-attachment"}}, {"bonus": {"amount_pence": 1}}, "bonus"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_by_name(
    fees: dict[str, object], group: dict[str, object], complaint: str
) -> None:
    broken = {**SMALL, "fees": fees, "groups": [{"code": "a", "label": {"en": "A", "cy": "A"}, **group}]}
    with pytest.raises(ValueError, match="tariff small/one") as refused:
        read_tariff(broken)
    assert complaint in str(refused.value)
