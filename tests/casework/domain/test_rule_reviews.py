"""A rule changes only by review: content that nobody has looked at is not used."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework import reference
from services.casework.domain.rule_reviews import NotReviewed, RuleReview, content_of, require_reviewed

BOOKS = (reference.RECOMMENDATIONS, reference.FAIRNESS)


@pytest.mark.parametrize("book", BOOKS)
def test_every_version_was_reviewed_as_it_stands(book: str) -> None:
    versions = reference.reviewed(book)
    entries = {one.version: one for one in reference.rule_reviews() if one.book == book}
    for version in versions:
        entry = entries[version["version"]]
        assert entry.content == content_of(version)
        assert entry.by
        assert entry.why
        assert entry.reviewed_on <= version["from_on"]


def changed(value: Any) -> Any:
    """Every way to change one leaf of it a little."""
    if isinstance(value, dict):
        for key in value:
            yield from ({**value, key: other} for other in changed(value[key]))
    elif isinstance(value, list):
        yield value[1:]
    elif isinstance(value, bool | str):
        yield f"{value}!"
    elif isinstance(value, int | float):
        yield value + 1


@pytest.mark.parametrize("book", BOOKS)
def test_a_change_that_nobody_looked_at_stops_the_start(book: str) -> None:
    (version,) = reference.reviewed(book)
    altered = list(changed(version))
    assert len(altered) > 5
    for each in altered:
        with pytest.raises(NotReviewed, match="was not reviewed"):
            require_reviewed(book, [each], reference.rule_reviews())


def test_a_review_of_another_book_or_version_does_not_count() -> None:
    version = {"version": "2", "points": 3}
    entry = RuleReview("a", "2", content_of(version), date(2025, 1, 1), "Dewi", "So")
    require_reviewed("a", [version], [entry])
    for book, other in (("b", version), ("a", version | {"version": "3"})):
        with pytest.raises(NotReviewed):
            require_reviewed(book, [other], [entry])


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.booleans(), min_size=2))
def test_the_order_of_keys_does_not_count(version: dict[str, Any]) -> None:
    assert content_of(version) == content_of(dict(reversed(version.items())))
