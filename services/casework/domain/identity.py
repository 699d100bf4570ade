"""What tells one person from another: National Insurance number, date of birth, the words of a name."""

import re
from datetime import date

from services.casework.domain import names
from services.casework.domain.errors import DomainError

# HM Revenue and Customs, National Insurance Manual NIM39110: which letters and prefixes are never given out.
# QQ is none of them either, and is taken all the same: it is the specimen, so training needs nobody's number.
NUMBER = re.compile(r"(?:QQ|(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])[0-9]{6}[A-D]")
YOUNGEST, OLDEST = 14, 110


def national_insurance_number(text: str) -> str:
    """The number in its one form, QQ123456C, however it was typed."""
    number = re.sub(r"[\s-]", "", text).upper()
    if not NUMBER.fullmatch(number):
        advice = {"national_insurance_number": ["Two letters, six digits and a letter from A to D."]}
        raise DomainError(
            "bad-national-insurance-number", "This cannot be a National Insurance number.", advice
        )
    return number


def date_of_birth(born: date, today: date) -> date:
    """The date itself, or a refusal of one that nobody on a programme could have."""
    age = age_on(born, today)
    if not YOUNGEST <= age <= OLDEST:
        advice = {"date_of_birth": ["Check the year."]}
        raise DomainError("unlikely-date-of-birth", f"That would be an age of {age}.", advice)
    return born


def age_on(born: date, day: date) -> int:
    """Whole years; someone born on 29 February has their birthday on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def name_words(name: str) -> frozenset[str]:
    """The words of a name without case and accents, for looking it up: `Siân Ó Briain` → sian, o, briain."""
    return frozenset(names.words(name))
