"""Every form of every page, sent with what no form asks for, by somebody who may open it.

Nothing of it is taken and nothing of it fails: what is to mend is listed, what was typed is kept, and nothing
is written, not even the half of it.
"""

from collections.abc import Iterator

import pytest
from callers import Callers
from form_sweep import Map, Sweep
from kept_rows import KeptRows
from page_forms import Reading
from page_visits import Pages, pages_of_one
from rounds import Rounds
from suites import Performance
from valid_requests import referral

from demo.client import Person
from gateway.web.pages.joining_parts import PARTS

pytestmark = pytest.mark.slow

WHO = {
    "adviser": "anwen",
    "team leader": "nb-admin",
    "participant": "amina",
    "data-protection officer": "dilys",
    "finance officer": "farah",
    "provider staff": "cw-admin",
    "moderator": "mina",
    "commissioner": "jc-admin",
    "employer": "hf-admin",
    "operator": "operator",
    "nobody": None,
}
"""Each role, and who of the cast has it. Nobody comes last: who signs in wrongly too often has to wait."""
LEFT_OUT = frozenset(("leaving.leave", "language.choose"))
"""What a link leads to that ends the walk, or goes on in Welsh."""
VALID = {
    ("staying.employer", "empty"): "that nobody may be asked",
    ("my_search.evidence", "empty"): "the last fourteen days",
    ("calendars.switch_on", "empty"): "an address that is not discreet",
    ("calendars.switch_on", "not_offered"): "the same",
    ("offers.withdraw", "empty"): "without a reason",
    ("threads.sign", "empty"): "they are asked to join first",
    ("threads.sign", "not_offered"): "they are asked to join first",
    ("signing_in.accept", "malformed"): "a password is of any characters",
}
"""What is no bad input there, and what it means."""
NOT_REACHED = {
    "breaches.go_on": "the one breach is closed",
    "challenges.answer": "the one challenge is answered",
    "claims.evidence": "every claim is settled",
    "claims.settle": "every claim is settled",
    "contracts.settle": "nothing waits for a second person",
    "duplicates.compare": "of the two who look alike one was erased",
    "groups.correct": "no session has taken place",
    "my_account.organisation": "nobody of the cast works for two",
    "newsletters.compose": "where it is reached from depends on what was published",
    "operations.discard": "nothing is parked",
    "pay.withdraw": "what was told is taken back already",
    "referrals.take": "no referral waits",
    "subscriptions.confirm": "its address stands in a mail alone",
    "subscriptions.unsubscribe": "its address stands in a mail alone",
}
"""Forms of what nobody has at the end of the rounds; the tests of their pages send them empty and wrong."""


@pytest.fixture(scope="module")
def kept(performance: Performance) -> Iterator[KeptRows]:
    """The databases of the instance."""
    kept = KeptRows(performance)
    yield kept
    kept.close()


@pytest.fixture(scope="module")
def sweep(callers: Callers, rounds: Rounds, kept: KeptRows) -> Sweep:
    """All forms that anybody finds, sent once each with each kind of bad input."""
    sweep = Sweep(Map(), kept, frozenset(VALID))
    token = begin_again(callers)
    for role, who in WHO.items():
        pages = Pages(callers.stage.base, _person(callers, who))
        if who is None:
            sweep.walk(pages, ["/", *_joining(pages), f"/invitations/accept/{token}"], LEFT_OUT)
        else:
            sweep.walk(pages, ["/", *(address for _, address in pages_of_one(callers.ids, role))], LEFT_OUT)
            sweep.press(pages, role)
    return sweep


def begin_again(callers: Callers) -> str:
    """What the rounds have ended is begun once more, so that there is a form for it; the token of an
    invitation.
    """
    anwen, ids = callers.stage["anwen"], callers.ids
    times = {"starts_at": "2026-01-06T09:00:00Z", "ends_at": "2026-01-06T12:00:00Z", "minutes": 30}
    anwen.post("/api/casework/availability", times | {"channels": ["phone"]})
    referred = referral(ids["olive"]) | {"offer_id": ids["offer clearwater"]}
    anwen.post("/api/marketplace/referrals", referred)
    invited = {"name": "Late Person", "email": "late@northbridge.example", "roles": ["adviser"]}
    asked = invited | {"organisation_id": ids["northbridge"]}
    return str(callers.stage["nb-admin"].post("/api/invitations", asked)["token"])


def _joining(pages: Pages) -> list[str]:
    """Somebody begins to ask to join; each part of that has a form."""
    form = next(form for form in Reading(pages.open("/join").text).forms if "organisation_id" in form.names)
    chosen = {box.name: [box.offered[-1]] for box in form.boxes if box.name == "organisation_id"}
    assert pages.post("/join", form.sent() | chosen).status_code == 303
    return ["/join/check", *(f"/join/{part.name}" for part in PARTS)]


def _person(callers: Callers, who: str | None) -> Person | None:
    if who is None:
        return None
    return callers.stage.operator if who == "operator" else callers.stage[who]


def test_whatever_is_sent_is_refused_in_plain_words_and_nothing_is_written(sweep: Sweep) -> None:
    assert not sweep.amiss, "\n".join(sweep.amiss)


def test_every_form_was_sent(sweep: Sweep) -> None:
    missed = sweep.map.forms - sweep.sent
    assert missed <= set(NOT_REACHED), f"sent by nobody: {sorted(missed - set(NOT_REACHED))}"
