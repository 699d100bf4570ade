"""Phone numbers, from the ranges that are kept for drama."""

import pytest

from chassis import phones


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("020 7946 0018", "+442079460018", "020 7946 0018"),
        ("07700 900123", "+447700900123", "07700 900123"),
        ("+44 (0)7700-900123", "+447700900123", "07700 900123"),
        ("+33 1 99 00 12 34", "+33199001234", "+33 1 99 00 12 34"),
    ],
)
def test_a_number_is_kept_in_one_form_and_shown_as_people_write_it(typed: str, kept: str, shown: str) -> None:
    assert phones.read(typed) == kept
    assert phones.written(kept) == shown


@pytest.mark.parametrize("typed", ["", "ring me", "12", "0" * 40])
def test_what_is_no_number_is_not_taken_for_one(typed: str) -> None:
    with pytest.raises(phones.NotANumber):
        phones.read(typed)


def test_what_cannot_be_read_is_shown_as_it_is() -> None:
    assert phones.written("by the harbour") == "by the harbour"
