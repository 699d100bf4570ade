"""Numbers and addresses that lead to a person: phones, mailboxes, National Insurance, cards, accounts."""

import re
from collections.abc import Iterator

_AT = r"(?:\s?@\s?|\s*[(\[{<]\s*at\s*[)\]}>]\s*)"
_DOT = r"(?:\.|\s*[(\[{<]\s*dot\s*[)\]}>]\s*|\sdot\s)"
_EMAIL = re.compile(rf"[\w.+'-]+{_AT}[\w-]+(?:{_DOT}[\w-]+)+", re.IGNORECASE)
_SPELT_EMAIL = re.compile(r"[\w.+'-]+ at [\w-]+(?: dot [\w-]+)+", re.IGNORECASE)

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
_DATE = re.compile(
    r"(?<![\d./\-])(?:0?[1-9]|[12]\d|3[01])([./\-])(?:0?[1-9]|1[0-2])\1(?:(?:19|20)\d{2}|\d{2})(?![./\-]?\d)"
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
    undated = _DATE.sub("·", text)
    for match in _PHONE.finditer(undated):
        if (number := _number_in(match[0])) is not None:
            yield number
    for match in _CUE.finditer(undated):
        yield match[1]


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
