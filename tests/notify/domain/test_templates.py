"""Words: filled, complete in both languages, and plain."""

from datetime import UTC, date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.domain import history, templates, words
from services.notify.domain.errors import DomainError
from services.notify.domain.history import Told
from services.notify.domain.particulars import appointment_words
from services.notify.domain.templates import Template, Version, Wording
from services.notify.reference import loading

FACTS = {
    "starts_at": "2025-03-03T10:30:00+00:00",
    "meeting_channel": "in-person",
    "with_whom": "Dewi Price",
    "place": "Eastgate Library",
    "purpose": "your CV",
    "instead_of": None,
}


def local(moment: datetime) -> datetime:
    return moment


def test_placeholders_are_filled_and_a_line_of_nothing_goes() -> None:
    source = "Hello ((called)),\n\n((place_line))\n\nBye ((called))"
    assert templates.fill(source, {"called": "Sam", "place_line": ""}) == "Hello Sam,\n\nBye Sam"
    assert "Where: X" in templates.fill(source, {"called": "Sam", "place_line": "Where: X"})


def test_a_placeholder_without_a_value_is_refused() -> None:
    with pytest.raises(DomainError) as refused:
        templates.fill("((called)) ((day))", {"called": "Sam"})
    assert refused.value.code == "placeholder-missing"


@given(st.text())
def test_what_a_person_typed_is_never_taken_for_a_placeholder(typed: str) -> None:
    assert templates.fill("a ((called)) b", {"called": typed + "((day))"}).endswith("((day)) b")


@given(st.text())
def test_a_subject_is_one_line(typed: str) -> None:
    assert len(templates.one_line(typed).splitlines()) <= 1


def test_the_version_of_the_day_is_used() -> None:
    wording = {"en": Wording("s", "b")}
    template = Template(
        "t", "", (Version(1, date(2025, 1, 1), wording), Version(2, date(2025, 6, 1), wording))
    )
    assert template.on(date(2025, 5, 31)).number == 1
    assert template.on(date(2025, 6, 1)).number == 2
    assert template.on(date(2020, 1, 1)).number == 1


ALL = [
    (template, version, part)
    for template in loading.templates().values()
    for version, part in product(template.versions, templates.PARTS)
]


@pytest.mark.parametrize(
    ("template", "version", "part"), ALL, ids=lambda value: getattr(value, "code", str(value)[:12])
)
def test_both_languages_say_the_same(template: Template, version: Version, part: str) -> None:
    english, welsh = (getattr(version.wordings[language], part) for language in ("en", "cy"))
    assert bool(english) == bool(welsh)
    if part != "text":
        assert Wording(english, "").placeholders == Wording(welsh, "").placeholders
    assert english != welsh or english in ("", "((title))")


APPOINTMENT = [
    template for template in loading.templates().values() if template.code.startswith("appointment")
]


@pytest.mark.parametrize(("template", "language"), list(product(APPOINTMENT, ("en", "cy"))), ids=str)
def test_every_part_can_be_written(template: Template, language: str) -> None:
    values = appointment_words(FACTS, language, local, discreet=False)
    values |= {"called": "Aisha", "from": "Northbridge", "told_before": ""}
    wording = template.versions[-1].wording(language)
    for part in templates.PARTS:
        written = templates.fill(getattr(wording, part), values)
        assert written
        assert "((" not in written
    assert len(templates.fill(wording.text, values)) <= 306, "a text is two parts at most"


def test_an_appointment_in_words() -> None:
    said = appointment_words(FACTS, "en", local, discreet=False)
    assert said["day"] == "Monday 3 March"
    assert said["time"] == "10:30am"
    assert said["by"] == ", in person"
    assert said["with_line"] == "It is with Dewi Price."
    assert said["purpose_line"] == "About: your CV"
    welsh = appointment_words(
        FACTS | {"instead_of": "2025-03-01T14:00:00+00:00"}, "cy", local, discreet=False
    )
    assert welsh["day"] == "dydd Llun 3 Mawrth"
    assert welsh["instead_line"] == "Mae'n cymryd lle'r un dydd Sadwrn 1 Mawrth am 2pm."


def test_a_discreet_message_does_not_say_what_it_is_about() -> None:
    assert appointment_words(FACTS, "en", local, discreet=True)["purpose_line"] == ""


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(0, 0, "12am"), (9, 0, "9am"), (12, 5, "12:05pm"), (13, 0, "1pm"), (23, 59, "11:59pm")],
)
def test_the_time_as_people_say_it(hour: int, minute: int, said: str) -> None:
    assert words.clock(datetime(2025, 1, 1, hour, minute, tzinfo=UTC)) == said


def test_what_was_told_by_another_way_is_told() -> None:
    earlier = [Told("email", date(2025, 3, 3)), Told("letter", date(2025, 3, 1))]
    assert history.told_before(earlier, "text", "en") == "We emailed you about this on Monday 3 March."
    assert history.told_before(earlier, "email", "en") == "We wrote to you about this on Saturday 1 March."
    assert history.told_before(earlier[:1], "email", "en") == ""
    assert "dydd Llun 3 Mawrth" in history.told_before(earlier, "call", "cy")
