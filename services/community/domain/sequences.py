"""Numbers and addresses that lead to a person: phones, mailboxes, National Insurance, cards, accounts."""

import re
from collections.abc import Iterator

_AT = r"(?:\s?@\s?|\s*[(\[{<]\s*at\s*[)\]}>]\s*)"
_DOT = r"(?:\.|\s*[(\[{<]\s*dot\s*[)\]}>]\s*|\sdot\s)"
# A name is taken whole and from its beginning, or a long word would be read again from each of its letters.
_NAME = r"(?<![\w.+'-])[\w.+'-]++"
_EMAIL = re.compile(rf"{_NAME}{_AT}[\w-]+(?:{_DOT}[\w-]+)+", re.IGNORECASE)
_SPELT_EMAIL = re.compile(rf"{_NAME} at [\w-]+(?: dot [\w-]+)+", re.IGNORECASE)

_NATIONAL_INSURANCE = re.compile(
    r"(?<![a-z0-9])([a-z]{2})[ .\-]?(\d{2})[ .\-]?(\d{2})[ .\-]?(\d{2})[ .\-]?([a-d])(?![a-z0-9])",
    re.IGNORECASE,
)
_SHORT_WORD = re.compile(
    "am|an|as|at|by|do|go|he|if|in|is|it|me|my|no|of|on|or|so|to|up|us|we", re.IGNORECASE
)

_CARD = re.compile(r"(?<!\d)\d(?:[ \-.]?\d){12,18}(?!\d)")
_ACCOUNT = re.compile(r"(?<!\d)\d{2}[ \-]\d{2}[ \-]\d{2}\D{1,30}\d{8}(?!\d)")

_GAP = r"[ \t.\-()/,]{0,3}"
_PHONE = re.compile(rf"(?<![\d+])(?:\+|\(\+?|00|\(?0){_GAP}\d(?:{_GAP}\d){{7,13}}(?!\d)")
_DATE = r"(?:0?[1-9]|[12]\d|3[01])(?P<{0}>[./\-])(?:0?[1-9]|1[0-2])(?P={0})(?:{1})(?!\d)"
_DATE_FIRST = re.compile(_DATE.format("a", r"(?:19|20)\d{2}"))
_SHORT_DATE_FIRST = re.compile(_DATE.format("a", r"\d{2}"))
_AFTER_A_SHORT_DATE = re.compile(
    rf"[ ,\-]*(?:\d{{1,2}}[.:]\d{{2}}|{_DATE.format('b', r'(?:19|20)?[0-9]{2}')}.*)?"
)
_CUE = re.compile(
    r"\b(?:ring|call|phone|text|whatsapp|mobile|tel|telephone|number|ffoniwch)\b"
    r"\W{0,3}(?:\w+\W+){0,3}?(\d(?:[ .\-]?\d){5,10})(?!\d)",
    re.IGNORECASE,
)


def email_addresses(text: str) -> Iterator[str]:
    """Email addresses, also where the @ and the dots were spelt out."""
    for pattern in (_EMAIL, _SPELT_EMAIL):
        yield from pattern.findall(text)


def national_insurance_numbers(text: str) -> Iterator[str]:
    """Two letters, six digits and a letter from A to D; not a short word before a date."""
    for match in _NATIONAL_INSURANCE.finditer(text):
        if match[1].isupper() or not _SHORT_WORD.fullmatch(match[1]):
            yield match[0]


def card_numbers(text: str) -> Iterator[str]:
    """Thirteen to nineteen digits with the check digit of payment cards."""
    for found in _CARD.findall(text):
        if _luhn([int(digit) for digit in found if digit.isdigit()]):
            yield found


def bank_accounts(text: str) -> Iterator[str]:
    """A sort code with an account number near it."""
    yield from _ACCOUNT.findall(text)


def phone_numbers(text: str) -> Iterator[str]:
    """Numbers as they are written in this country, international ones, and what follows “ring me on”."""
    at = 0
    while match := _PHONE.search(text, at):
        number = _number_in(match[0])
        if date := _date_before(number or match[0]):
            at = match.start() + len(date)
        elif number is None:
            at = match.start() + 1
        else:
            at = match.start() + len(number)
            yield number
    yield from (match[1] for match in _CUE.finditer(text) if not _date_before(match[1]))


def _date_before(number: str) -> str:
    """The date that only looks like the beginning of a number: “03/03/2025 07…”, “01.02.25 10.30”."""
    if whole := _DATE_FIRST.match(number):
        return whole[0]
    short = _SHORT_DATE_FIRST.match(number)
    return short[0] if short and _AFTER_A_SHORT_DATE.fullmatch(number, short.end()) else ""


def _number_in(run: str) -> str | None:
    """The number that a run of digits is, or begins with before other digits follow."""
    digits = 0
    for place, letter in enumerate(run, start=1):
        digits += letter.isdigit()
        ends = place == len(run) or not (letter.isdigit() and run[place].isdigit())
        if ends and letter.isdigit() and _has_length_of_a_number(run, digits):
            return run[:place]
    return None


def _has_length_of_a_number(run: str, digits: int) -> bool:
    if run.lstrip("(").startswith(("+", "00")):
        return 8 <= digits <= 15
    return 10 <= digits <= 11


def _luhn(digits: list[int]) -> bool:
    doubled = [digit if place % 2 == 0 else digit * 2 for place, digit in enumerate(reversed(digits))]
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0 and any(digits)
