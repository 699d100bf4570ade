"""What each role reaches by each route, worked out by asking the policy. docs/access.md is made of it."""

from chassis.actor import Actor
from chassis.reaching import EVERYTHING, NOTHING, Reaching, everything
from services.mi import policy

OURS, PROTECTED = "organisation’s", "all, small numbers hidden"
WORDS = {
    OURS: "the figures of their own organisation.",
    PROTECTED: "the figures of the whole instance, as they may leave it.",
    EVERYTHING: "the figures of the whole instance; and what is the same for everybody.",
}


def figures(actor: Actor) -> str:
    """Figures, in whatever form."""
    if not policy.may_read(actor):
        return NOTHING
    if policy.confined_to(actor) is not None:
        return OURS
    return PROTECTED if policy.is_protected(actor) else EVERYTHING


PLACES = ("/figures", "/figures.csv", "/charts", "/overview")
RULES = {"/metrics-catalogue": everything} | dict.fromkeys(PLACES, figures)
REACHING = Reaching(RULES, WORDS, themself="participant")
