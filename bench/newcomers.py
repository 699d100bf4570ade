"""People of a file from another system: made up, always the same, and as different as people are.

Names are made of syllables and drawn so that some are common (of a thousand people 21 have the commonest
first name, 15 the commonest surname) and most are rare; days of birth lie anywhere in forty-five years. Four
in five have the specimen's National Insurance number with digits of their own, six in ten an email address,
one in ten a phone (of a thousand that are nobody's, so ten people share each). One in two hundred is in the
file a second time, by ear and with another key.
"""

from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random

COLUMNS = ("key", "full_name", "date_of_birth", "national_insurance_number", "channel", "email", "phone")
COLUMNS += ("language", "address", "postcode", "heard_of", "basis", "source")
BEGIN = ("Ab", "Am", "Ar", "Be", "Bro", "Ca", "Ce", "Da", "El", "Fa", "Gwe", "Ha", "Is", "Jo", "Ka", "Le")
MIDDLE = ("di", "ha", "ke", "lo", "ma", "ne", "ra", "ri", "sha", "ta", "vi", "wy", "ze")
END = ("bel", "cer", "dan", "fer", "gan", "lyn", "mir", "nez", "rick", "son", "ter", "wen", "zar")
FIRST_NAMES, SURNAMES = 600, 2500
AGAIN = 200
"""Each of so many is somebody who was in the file before."""
BORN = date(1960, 1, 1)
STRIDE = 1_618_033
"""From one person's number to the next: no two have the same, and neighbours are far apart."""


def newcomer(number: int) -> tuple[str, ...]:
    """The row with this number."""
    again = number % AGAIN == AGAIN - 1
    random = Random(number - AGAIN // 2 if again else number)
    first = random.choices(_names(FIRST_NAMES, 1), cum_weights=_shares(FIRST_NAMES))[0]
    last = random.choices(_names(SURNAMES, 2), cum_weights=_shares(SURNAMES))[0]
    born = BORN + timedelta(days=random.randrange(45 * 365))
    digits, letter = divmod(number * STRIDE % 4_000_000, 4)
    email = f"{first}.{last}.{random.randrange(10**6)}@people.example".lower()
    reach = random.random()
    return (
        f"K-{number}",
        f"{_by_ear(first)} {last}" if again else f"{first} {last}",
        born.isoformat(),
        f"QQ{digits:06}{'ABCD'[letter]}" if not again and random.random() < 0.8 else "",
        "email" if reach < 0.6 else "phone" if reach < 0.7 else "letter",
        email if reach < 0.6 else "",
        f"07700 900{random.randrange(1000):03}" if 0.6 <= reach < 0.7 else "",
        *("en", f"{number} Harbour Row; Eastgate", f"ZZ{number % 90 + 10} 1AA"),
        *("library", "public-task", "Contract"),
    )


def _by_ear(name: str) -> str:
    return name.replace("c", "k").replace("ll", "l").replace("y", "i")


@cache
def _names(many: int, seed: int) -> list[str]:
    """So many different names, the common ones first."""
    random, found = Random(seed), dict[str, None]()
    while len(found) < many:
        middle = random.choice(MIDDLE) if random.random() < 0.7 else ""
        found[random.choice(BEGIN) + middle + random.choice(END)] = None
    return list(found)


@cache
def _shares(many: int) -> list[float]:
    """How common each is, added up."""
    return list(accumulate(1 / (place + 12) for place in range(many)))
