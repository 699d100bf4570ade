"""Phone numbers: kept in E.164 (+442079460018), typed and read as people write them (020 7946 0018)."""

import phonenumbers

HOME = "GB"
"""Whose way of writing is understood without a country code."""


class NotANumber(ValueError):
    """What was typed cannot be a phone number."""


def read(written: str) -> str:
    """A number as somebody typed it, in E.164. Raises NotANumber."""
    try:
        number = phonenumbers.parse(written, HOME)
    except phonenumbers.NumberParseException as unreadable:
        raise NotANumber(written) from unreadable
    if not phonenumbers.is_possible_number(number):
        raise NotANumber(written)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def written(number: str) -> str:
    """A number as people here write it, with the country in front if it is another; what is none as it is."""
    try:
        parsed = phonenumbers.parse(number, HOME)
    except phonenumbers.NumberParseException:
        return number
    formats = phonenumbers.PhoneNumberFormat
    at_home = parsed.country_code == phonenumbers.country_code_for_region(HOME)
    return str(phonenumbers.format_number(parsed, formats.NATIONAL if at_home else formats.INTERNATIONAL))
