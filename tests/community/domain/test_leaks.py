"""What must not be published is found, however it is typed; ordinary talk is left alone."""

import re
import time
from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.community.domain import leaks, plainly
from services.community.domain.leaks import (
    ADDRESS,
    BANK,
    CARD,
    EMAIL,
    NATIONAL_INSURANCE,
    PHONE,
    Stopped,
    find,
    stop,
)
from services.community.phones import phone_numbers

STOPPED = {
    PHONE: [
        "ring me on 07700 900123",
        "07700900123",
        "0 7 7 0 0 9 0 0 1 2 3",
        "07700.900.123",
        "07700-900-123",
        "07-70-09-00-12-3",
        "(0117) 496 0123",
        "020 7946 0018",
        "0800 496 0123",
        "+44 7700 900 123",
        "+44 (0) 7700 900123",
        "0044 7700 900123",
        "+48 601 234 567",
        "oh double seven double oh nine double oh one two three",
        "zero seven seven zero zero nine zero zero one two three",
        "O77OO 9OO123",
        "077\u200b00 900\u200b123",
        "\u0660\u0667\u0667\u0660\u0660\u0669\u0660\u0660\u0661\u0662\u0663",
        "０７７００９００１２３",
        "07700&#32;900123",
        "0**7700**900123",
        "0117 496 0123 0117 496 0124",
        "on 03/03/2025 07700 900123",
        "call 946 0018",
    ],
    EMAIL: [
        "sam.lee@post.example",
        "SAM@POST.EXAMPLE",
        "lee at post dot example",
        "sam(at)post.example",
        "sam [at] post [dot] example",
        "sam&#64;post.example",
        "[write](mailto:sam%40post.example)",
        "sam @ post.example",
        "s_a-m+x@mail.post.example",
    ],
    ADDRESS: [
        "I live at 12 High Street",
        "12a High Street, Eastgate",
        "flat 3, 12 acacia avenue",
        "14 Stryd Fawr",
        "M1 1AE",
        "sw1a 1aa",
        "SW1A1AA",
        "ZZ9 9ZZ",
    ],
    NATIONAL_INSURANCE: ["QQ 12 34 56 C", "QQ123456C", "qq123456c", "AB-12-34-56-D", "JG 10 37 59 A."],
    CARD: ["4242 4242 4242 4242", "4111111111111111", "3782 822463 10005"],
    BANK: ["12-34-56 12345678", "sort code 12 34 56, account 12345678"],
}
LEFT_ALONE = [
    "I started on 03/03/2025 and it went well",
    "I have 10 years of experience and 3 GCSEs",
    "It is 10 minutes down the road",
    "Meet @ the library at 10:30 on 12.03.25 a good start",
    "£11.44 an hour, 37.5 hours a week, £22,308 a year",
    "From 2019 2020 2021 I was caring for my mum",
    "She came 2nd in stage A1 2nd round",
    "look at gov.uk for more",
    "Level 2 or Level 3, 15 jobs in 2 weeks",
    "reference 20250303",
    "we meet on 12 03 25 at noon",
    "the 08:30 bus to S1 on 5 March",
    "Between 01/02/2025 and 28/02/2025",
    "Between 01/02/2025 - 02/03/2025 10.30",
    "one two three go",
    "https://www.gov.uk/jobseekers-allowance",
    "call 999 in an emergency",
    "Samaritans are on 116 123",
    "My CV is 2 pages; my letter 250 words",
    "",
]


@pytest.mark.parametrize(
    ("reason", "text"), [(reason, text) for reason, texts in STOPPED.items() for text in texts]
)
def test_what_gives_somebody_away_is_found(reason: str, text: str) -> None:
    assert reason in {leak.reason for leak in find(f"Hello all. {text} Thank you!", phone_numbers)}


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_ordinary_talk_is_left_alone(text: str) -> None:
    assert find(text, phone_numbers) == []


SEPARATORS = st.sampled_from(["", " ", "-", ".", "\u2011", "\u200b", "  ", "*", "&nbsp;"])


@given(st.text("0123456789", min_size=9, max_size=9), st.lists(SEPARATORS, min_size=11, max_size=11))
def test_a_mobile_number_is_found_whatever_stands_between_its_digits(rest: str, between: list[str]) -> None:
    number = "".join(digit + gap for digit, gap in zip(f"07{rest}", between, strict=True))
    # “07-5-67 1.2.25” reads as two dates: what begins like a date is left to the examples above and below.
    assume(not re.match(r"0?7[.-]\d{1,2}[.-]", plainly.read(number)))
    assert PHONE in {leak.reason for leak in find(f"ask me: {number} tonight")}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("on 01/02/2025 07700 900123", ["07700 900123"]),
        ("07700 900123 03/03/2025", ["07700 900123"]),
        ("at 10 03/03/2025 07700 900123", ["07700 900123"]),
        ("02-07-94 60018", ["02-07-94 60018"]),
        ("07700 9-1-66 23", ["07700 9-1-66 23"]),
        ("0117 496 0123 0117 496 0124", ["0117 496 0123", "0117 496 0124"]),
        ("01.02.25 10.30", []),
        ("01.02.25 - 03.04.25 10.30", []),
        ("07/03/2025 9.30", []),
        ("call me on 03.04.25", []),
    ],
)
def test_dates_are_told_from_numbers(text: str, words: list[str]) -> None:
    assert [leak.words for leak in find(text)] == words


@given(st.text("0123456789", min_size=15, max_size=15), st.sampled_from(["", " ", "-"]))
def test_a_card_number_is_found_with_its_check_digit_alone(digits: str, between: str) -> None:
    def luhn(number: str) -> bool:
        total = 0
        for place, digit in enumerate(reversed(number)):
            value = int(digit) * (1 + place % 2)
            total += value - 9 * (value > 9)
        return total % 10 == 0

    whole = next(f"1{digits[:14]}{last}" for last in range(10) if luhn(f"1{digits[:14]}{last}"))
    wrong = f"{whole[:-1]}{(int(whole[-1]) + 1) % 10}"
    written = between.join(whole[at : at + 4] for at in range(0, 16, 4))
    assert CARD in {leak.reason for leak in find(f"x {written} y")}
    assert CARD not in {leak.reason for leak in find(f"x {wrong} y")}


@given(st.text())
def test_no_text_breaks_the_guard(text: str) -> None:
    find(text, phone_numbers)


PLAIN_WORDS = [
    "we",
    "look",
    "for",
    "work",
    "and",
    "help",
    "each",
    "other",
    "with",
    "letters",
    "every",
    "week",
]


@given(st.lists(st.sampled_from(PLAIN_WORDS), max_size=40))
def test_words_without_numbers_are_never_stopped(words: list[str]) -> None:
    assert find(" ".join(words), phone_numbers) == []


def test_the_writer_reads_what_was_found_and_what_to_do() -> None:
    with pytest.raises(Stopped) as stopped:
        leaks.stop({"title": ["Hello"], "body": ["Ring 07700 900123 or sam@post.example"]}, phone_numbers)
    assert stopped.value.status == 422
    assert stopped.value.code == "personal-details"
    assert stopped.value.reasons == [EMAIL, PHONE]
    assert set(stopped.value.errors) == {"body"}
    assert any(
        "07700 900123" in advice and advice.startswith("Take out") for advice in stopped.value.errors["body"]
    )


def test_a_thing_found_in_several_ways_is_told_once() -> None:
    [leak] = find("07700 900123", phone_numbers)
    assert leak.words == "07700 900123"
    with pytest.raises(Stopped) as stopped:
        leaks.stop({"body": ["07700 900123", "07700 900123"]}, phone_numbers)
    assert len(stopped.value.errors["body"]) == 1


@pytest.mark.parametrize("piece", ["x", "1", "a.", "0-", "a@", "-", "one ", "a dot ", "1 road "])
def test_a_long_post_holds_nobody_up(piece: str) -> None:
    """Reading took a minute for twenty thousand letters without a break: the square of their number."""
    began = time.process_time()
    with suppress(Stopped):
        stop({"body": [piece * (20_000 // len(piece))]})
    assert time.process_time() - began < 3
