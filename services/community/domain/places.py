"""Addresses: postcodes, and numbers of houses in streets."""

import re
from collections.abc import Iterator

_AREAS = (
    "AB|AL|B|BA|BB|BD|BF|BH|BL|BN|BR|BS|BT|BX|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|"
    "DY|E|EC|EH|EN|EX|FK|FY|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|"
    "LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|"
    "SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE|ZZ"
)
"""Every postcode area, and ZZ, which examples use."""
_POSTCODE = re.compile(
    rf"(?<![a-z0-9])(?:{_AREAS})"
    r"\d[a-z\d]?[ .\-]{0,2}(\d[abd-hjlnp-uw-z]{2})(?![a-z0-9])",
    re.IGNORECASE,
)
_ORDINALS = frozenset(("1st", "2nd", "3rd", *(f"{digit}th" for digit in range(10))))

_STREETS = (
    "street|road|avenue|lane|drive|close|crescent|terrace|gardens|grove|mews|square|parade|row|hill|walk|"
    "st|rd|ave|ln|cres|stryd|heol|ffordd|lôn|rhodfa"
)
_STREET = re.compile(
    rf"(?<![\w£.,])(?:flat\s+\w{{1,4}}[,\s]+)?(\d{{1,4}}[a-z]?)[,\s]+"
    rf"((?:[a-z'’]{{2,}}\s+){{1,3}})(?:{_STREETS})\b(?!\w)",
    re.IGNORECASE,
)
_WELSH_STREET = re.compile(
    r"(?<![\w£.,])\d{1,4}[a-z]?[,\s]+(?:stryd|heol|ffordd|lôn|rhodfa)\s+[a-zâêîôûŵŷ'’]{3,}", re.IGNORECASE
)
_NO_STREET = re.compile(
    r"\b(?:a|about|across|after|all|along|am|and|are|around|at|away|before|by|day|days|down|for|from|got|"
    r"had|have|hour|hours|i|in|is|jobs|km|m|metres|mile|miles|min|mins|minute|minutes|month|months|"
    r"more|my|of|off|old|on|or|our|out|over|people|pm|shops|than|that|the|their|this|to|up|was|week|"
    r"weeks|were|with|years|yards|your)\b",
    re.IGNORECASE,
)
"""Words that no street is called by: “10 minutes down the road”."""


def postcodes(text: str) -> Iterator[str]:
    """Whole postcodes; “E1” alone or “S1 1st” (a first place) is none."""
    for match in _POSTCODE.finditer(text):
        if match[1] not in _ORDINALS:
            yield match[0]


def streets(text: str) -> Iterator[str]:
    """A house number and a street; “10 minutes down the road” is none."""
    for match in _STREET.finditer(text):
        if not _NO_STREET.search(match[2]):
            yield match[0]
    yield from _WELSH_STREET.findall(text)
