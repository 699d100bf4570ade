"""No coded value without a name in English and Welsh: in every list, in every rule, in every price list."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
import yaml

from services.casework import reference
from services.casework.domain.likeness import Signs, compare

FOLDER = files(reference.PACKAGE) / "reference"
LISTS = sorted(each.name for each in FOLDER.iterdir() if each.name.endswith(".yaml"))
NAMED = ("label", "because", "title", "words", "explained")


def read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def names(plain: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Everything in the data that is there to be read by a person."""
    if isinstance(plain, dict):
        if "en" in plain:
            yield path, plain
        for key, value in plain.items():
            yield from names(value, f"{path}.{key}")
    if isinstance(plain, list):
        for place, value in enumerate(plain):
            yield from names(value, f"{path}[{place}]")


@pytest.mark.parametrize("name", LISTS)
def test_whatever_has_english_words_has_welsh_ones(name: str) -> None:
    for path, words in names(read(name)):
        for language in ("en", "cy"):
            assert isinstance(words.get(language), str), f"{name}{path} has no {language}"
            assert words[language].strip(), f"{name}{path} has no {language}"


@pytest.mark.parametrize("name", LISTS)
def test_every_code_has_a_name(name: str) -> None:
    for code in read(name).get("codes", ()):
        assert set(code["label"]) == {"en", "cy"}, f"{name}: {code['code']}"
        for question in code.get("questions", {}).values():
            assert set(question["label"]) == {"en", "cy"}
            assert all(set(words) == {"en", "cy"} for words in question.get("choices", {}).values())


def test_the_check_can_fail() -> None:
    assert [path for path, words in names({"a": [{"label": {"en": "x"}}]}) if "cy" not in words]


def test_every_sign_of_likeness_and_every_step_of_the_scale_has_a_name() -> None:
    one = Signs(
        name="Si\u00e2n", number="QQ123456C", phone="+447700900123", email="a@b.example", postcode="ZZ1 1AA"
    )
    assert {*compare(one, one).because, "date-of-birth", "reference"} == set(reference.labels("found-by"))
    assert list(reference.labels("barrier-scale")) == ["1", "2", "3", "4", "5"]
