"""Phone numbers of the whole world, by the library that knows them."""

from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

HOME = "GB"


def phone_numbers(text: str) -> Iterator[str]:
    """Every number that could be dialled from here."""
    for match in PhoneNumberMatcher(text, HOME, Leniency.VALID):
        yield match.raw_string
    for match in PhoneNumberMatcher(text, None, Leniency.POSSIBLE):
        yield match.raw_string
