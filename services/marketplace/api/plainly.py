"""How an offer would help, said plainly in each language: with what, how, and whether there is a place."""

from chassis.reference import label
from services.marketplace.api.codes import labelled
from services.marketplace.domain.offers import Offer

WORDS = {
    "en": {"helps": "Helps with: {}.", "full": "No free place just now.", "free": "{} of {} places free."},
    "cy": {"helps": "Yn helpu gyda: {}.", "full": "Dim lle ar hyn o bryd.", "free": "{} o {} lle ar gael."},
}


def said(offer: Offer) -> dict[str, str]:
    """A sentence or three for each language; the organisation's own words stay as it wrote them."""
    return {language: _in(language, offer) for language in WORDS}


def _in(language: str, offer: Offer) -> str:
    words = WORDS[language]
    barriers = [_within(label(code, language)) for code in labelled("barriers", offer.barriers)]
    helps = words["helps"].format(", ".join(barriers)) if barriers else ""
    places = words["free"] if offer.free_places else words["full"]
    sentences = (helps, offer.how_it_helps, places.format(offer.free_places, offer.capacity))
    return " ".join(sentence for sentence in sentences if sentence)


def _within(words: str) -> str:
    """Words as they stand within a sentence: CV stays CV."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
