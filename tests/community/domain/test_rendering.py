"""What people write is shown safely, as HTML and as plain text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.community.rendering import as_html, as_plain


def test_markdown_becomes_html() -> None:
    assert as_html("Try *this*:\n\n- one\n- two").strip() == (
        "<p>Try <em>this</em>:</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>"
    )


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://tracker.example/pixel.png)",
        "<iframe src=https://x.example></iframe>",
        "<a href='https://x.example' onclick=alert(1)>x</a>",
        "<style>body{display:none}</style>",
        '[x](https://x.example "a\\" onmouseover=alert(1)")',
    ],
)
def test_nothing_that_runs_or_is_fetched_gets_through(nasty: str) -> None:
    tags = re.findall(r"<[^>]*>", as_html(nasty))
    assert not [tag for tag in tags if re.search(r"script|img|iframe|style|\son\w+=|javascript:|data:", tag)]


def test_links_are_marked_as_others_words() -> None:
    assert as_html("[here](https://x.example)").strip() == (
        '<p><a href="https://x.example" rel="nofollow noopener noreferrer ugc">here</a></p>'
    )


@pytest.mark.parametrize(("typed", "tag"), [("# T", "h3"), ("## T", "h4"), ("###### T", "h6")])
def test_headings_stay_below_those_of_the_page(typed: str, tag: str) -> None:
    assert as_html(typed).strip() == f"<{tag}>T</{tag}>"


@given(st.text())
def test_no_text_breaks_it_or_opens_a_tag_of_its_own(text: str) -> None:
    html = as_html(text)
    for tag in ("<script", "<img", "<iframe", "<h1", "<h2", "<style", "<form", "<input"):
        assert tag not in html.casefold()
    as_plain(text)


def test_plain_text_keeps_lists_and_writes_links_out() -> None:
    plain = as_plain(
        "## On gaps\n\nSee [this page](https://x.example/1).\n\n1. one\n2. *two*\n\n<https://y.example>"
    )
    assert plain == (
        "On gaps\n\nSee this page (https://x.example/1).\n\n1. one\n\n2. two\n\nhttps://y.example"
    )


def test_entities_are_read_as_what_they_stand_for() -> None:
    assert as_plain("a&#64;b.example &amp; c") == "a@b.example & c"
