"""Codes come from dated YAML beside a service."""

import sys
from datetime import date
from pathlib import Path

import pytest

from chassis.ids import new_id
from chassis.reference import Code, label, load

FRUIT = """
as_of: 2025-03-03
codes:
  - code: apple
    label: {en: Apple, cy: Afal}
    kernels: 5
  - code: medlar
    label: {en: Medlar}
    retired_on: 2026-01-01
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    name = f"orchard_{new_id().hex}"
    (tmp_path / name / "reference").mkdir(parents=True)
    (tmp_path / name / "__init__.py").touch()
    (tmp_path / name / "reference" / "__init__.py").touch()
    (tmp_path / name / "reference" / "fruit.yaml").write_text(FRUIT)
    monkeypatch.syspath_prepend(tmp_path)
    yield name
    for module in [module for module in sys.modules if module.startswith(name)]:
        del sys.modules[module]


@pytest.mark.parametrize("folder", ["", ".reference"])
def test_codes_come_in_the_order_of_the_file(package: str, folder: str):
    apple, medlar = load(f"{package}{folder}", "fruit")
    assert apple == Code("apple", {"en": "Apple", "cy": "Afal"}, None, {"kernels": 5})
    assert (medlar.code, medlar.retired_on, medlar.extra) == ("medlar", date(2026, 1, 1), {})


def test_a_label_comes_in_the_language_or_in_english(package: str):
    apple, medlar = load(package, "fruit")
    assert (label(apple, "cy"), label(apple, "en"), label(medlar, "cy")) == ("Afal", "Apple", "Medlar")


def test_a_retired_code_is_offered_until_the_day_before(package: str):
    apple, medlar = load(package, "fruit")
    assert medlar.in_use(date(2025, 12, 31))
    assert not medlar.in_use(date(2026, 1, 1))
    assert apple.in_use(date(2099, 1, 1))


def test_a_list_belongs_to_whoever_loaded_it(package: str):
    load(package, "fruit").clear()
    assert len(load(package, "fruit")) == 2


def test_a_code_that_stands_twice_is_refused(package: str, tmp_path: Path):
    twice = FRUIT.replace("medlar", "apple")
    (tmp_path / package / "reference" / "twice.yaml").write_text(twice)
    with pytest.raises(ValueError, match="names a code twice"):
        load(package, "twice")


def test_a_missing_file_is_an_error(package: str):
    with pytest.raises(FileNotFoundError):
        load(package, "vegetables")
