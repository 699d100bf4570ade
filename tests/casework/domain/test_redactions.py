"""What is left out of a copy: exactly what was named, and never a word of it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.redactions import Entry, entries, unknown
from services.casework.domain.redactions import given as as_given

WORDS = st.text("abc", min_size=1, max_size=3)
ROWS = st.dictionaries(st.sampled_from(["1", "2"]), st.dictionaries(WORDS, WORDS, max_size=3), max_size=2)
HELD = st.dictionaries(
    st.sampled_from(["casework", "notify"]),
    st.dictionaries(st.sampled_from(["contact", "plan"]), ROWS, max_size=2),
)
REASON = "about-another-person"


@given(HELD)
def test_nothing_is_left_out_unless_somebody_says_so(held: Any) -> None:
    shown = as_given(held, {})
    plain = {s: {t: list(rows.values()) for t, rows in tables.items()} for s, tables in held.items()}
    assert shown == plain


@given(HELD, st.data())
def test_what_is_named_is_left_out_and_nothing_else(held: Any, data: st.DataObject) -> None:
    every = sorted(entries(held), key=repr)
    named = data.draw(st.lists(st.sampled_from(every), unique=True)) if every else []
    shown = as_given(held, dict.fromkeys(named, REASON))
    for service, tables in held.items():
        for table, rows in tables.items():
            for (key, row), got in zip(rows.items(), shown[service][table], strict=True):
                if Entry(service, table, key) in named:
                    assert got == {"left_out": REASON}
                    continue
                for field, value in row.items():
                    is_named = Entry(service, table, key, field) in named
                    assert got[field] == ({"left_out": REASON} if is_named else value)


def test_only_what_is_there_can_be_left_out() -> None:
    held = {"casework": {"contact": {"1": {"summary": "x"}}}}
    known = entries(held)
    there = [Entry("casework", "contact", "1"), Entry("casework", "contact", "1", "summary")]
    assert known == set(there)
    not_there = [
        Entry("casework", "contact", "2"),
        Entry("notify", "contact", "1"),
        Entry("casework", "plan", "1"),
    ]
    assert unknown([*there, *not_there], known) == not_there
